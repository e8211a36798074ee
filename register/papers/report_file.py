"""What may be published of an assessment as one file: a page that needs no other, for mail, archive and print."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from assessments.gate.public_result import PublicResult
from assessments.report.public_report import Report, report
from register.language import Language
from register.web.pages import environment
from register.web.stylesheet import stylesheet


@dataclass(frozen=True, slots=True)
class ReportFile:
    language: Language
    title: str
    report: Report
    style: Markup  # our own style sheet with its tag around it


def report_html(public: PublicResult, title: str, language: Language) -> str:
    """A whole page without scripts and links: the sentences, the charts that are tables, what they cannot show."""
    style = Markup("<style>{}</style>").format(Markup(stylesheet()))  # noqa: S704  # a file of ours
    page = ReportFile(language=language, title=title, report=report(public, language), style=style)
    templates = environment(language, ZoneInfo("Europe/Stockholm"), lambda name: name)
    return templates.get_template("reports/assessment.html").render(page=page)
