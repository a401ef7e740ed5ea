"""Projects presented at tables, and the acts signed: what they say, who signed them, what they oblige to."""

from agreements.models.act import ActLink, ActProject, ActRegion, Agreement, Party, Signatory, Signing
from agreements.models.archive import AcceptedDifference, ArchiveFault
from agreements.models.commitment import Commitment, CommitmentReport
from agreements.models.following import FollowUp, ProjectContact, ProjectNews
from agreements.models.project import Interest, Presentation, Project, ProjectFile
from agreements.models.text import Article, AuthenticText, FrozenFigures, SignedFile, TextApproval

__all__ = [
    "AcceptedDifference",
    "ActLink",
    "ActProject",
    "ActRegion",
    "Agreement",
    "ArchiveFault",
    "Article",
    "AuthenticText",
    "Commitment",
    "CommitmentReport",
    "FollowUp",
    "FrozenFigures",
    "Interest",
    "Party",
    "Presentation",
    "Project",
    "ProjectContact",
    "ProjectFile",
    "ProjectNews",
    "Signatory",
    "SignedFile",
    "Signing",
    "TextApproval",
]
