"""How dates are written where Django writes them itself (the administration), where its own way does not suit."""
