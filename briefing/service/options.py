"""What a service is told when it starts."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from briefing.service.delivery.targets import DeliveryOptions

MB = 1_000_000


class ServiceOptions(BaseModel):
    """Bounds and manners of a service; how pages are made is in `briefing.Settings`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database: str = Field(default="service.db", description="a file for SQLite, or postgresql://...")
    jobs: int = Field(default=2, ge=0, description="jobs worked on at once by this process; 0: it only serves")
    lease: float = Field(default=60.0, gt=0, description="seconds after which a silent worker has lost its job")
    job_seconds: float = Field(default=3_600.0, gt=0, description="seconds that a job may take")
    most_waiting: int = Field(default=100, gt=0, description="jobs of a tenant that may wait or run")
    most_articles: int = Field(default=500, gt=0, description="documents and URLs of one job")
    most_body: int = Field(default=25 * MB, gt=0, description="bytes of a request's body")
    body_seconds: float = Field(default=60.0, gt=0, description="seconds within which a body has to be there")
    brief_seconds: float = Field(default=60.0, gt=0, description="seconds that one article may take while one waits")
    brief_characters: int = Field(default=100_000, gt=0, description="characters of an article that is waited for")
    most_at_once: int = Field(default=2, gt=0, description="briefs and verifications that are computed at once")
    most_streams: int = Field(default=50, gt=0, description="followers of jobs at once, of one tenant")
    most_agents: int = Field(default=4, gt=0, description="calls of agents (MCP) answered at once, of one tenant")
    agent_seconds: float = Field(default=60.0, gt=0, description="seconds that a call of an agent may take")
    people: Path | None = Field(default=None, description="file of people's passwords, as `briefing people` writes it")
    two_people: bool = Field(default=False, description="a correction at the desk takes a second person's approval")
    delivery: DeliveryOptions = Field(default_factory=DeliveryOptions, description="mail server, stores, inboxes")
    per_minute_unknown: int = Field(default=60, gt=0, description="requests without a valid key, by address")
    fresh_seconds: float = Field(
        default=1.0,
        ge=0,
        description="seconds for which a page or a key is not looked up again; own changes count at once",
    )

    @property
    def home(self) -> Path | None:
        """The folder of the database's file, None where it is a server's."""
        return None if "://" in self.database else Path(self.database).parent
