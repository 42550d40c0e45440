"""The verdict on what is said to be the highest or the lowest of its kind."""

from dataclasses import dataclass, replace
from datetime import date

from mtqg_analysis.claims.claim import About, Claim
from mtqg_analysis.claims.evidence import Evidence, Known, Stated
from mtqg_analysis.claims.judging import Judge
from mtqg_analysis.claims.matching import the_same
from mtqg_analysis.claims.said import known_text
from mtqg_analysis.claims.verdict import Said, Verdict
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.programmes import programmes_of
from mtqg_analysis.domain.units import codes_on


@dataclass(frozen=True)
class Ranker:
    """Judges superlatives: by the figures of all of the kind where they are known, else by what a source states."""

    judge: Judge
    evidence: Evidence

    def rank(self, claim: Claim) -> Verdict:
        """The verdict on a superlative."""
        about = claim.about
        entry = next(
            (name for name in ("unit", "programme", "capital") if name in about.said and getattr(about, name)), ""
        )
        held = self._known(about, entry) if entry else {}
        own = getattr(about, entry) if entry else ""
        if own in held and len(held) > 1:
            found = self._by_figures(claim, own, held)
            if found.said == "contradicted" or len(held) == len(self._codes(about, entry)):
                return found
        return self._by_statement(claim, entry, own)

    def _known(self, about: About, entry: str) -> dict[str, Known]:
        """The figure of each of the kind that is known; of programmes and capital types none where not all are."""
        found = {}
        for code in self._codes(about, entry):
            same = the_same(replace(about, **{entry: code}), self.evidence)  # type: ignore[arg-type]
            if same:
                found[code] = same[0]
        return found if entry == "unit" or len(found) == len(self._codes(about, entry)) else {}

    def _codes(self, about: About, entry: str) -> tuple[str, ...]:
        if entry == "programme":
            return tuple(programmes_of(about.year or 2024))
        if entry == "capital":
            return tuple(CAPITALS)
        level = about.unit.partition(":")[0]
        if level == "district":
            day = about.day or date(about.year or 1, 12, 31)
            return tuple(f"district:{code}" for code in codes_on(day, "district", self.evidence.province))
        return tuple(dict.fromkeys(one.unit for one in self.evidence.known if one.unit.partition(":")[0] == level))

    def _by_figures(self, claim: Claim, own: str, held: dict[str, Known]) -> Verdict:
        pick = min if claim.way == "lowest" else max
        best = pick(held, key=lambda code: held[code].figure.exact)
        known = [held[own]] if best == own else [held[own], held[best]]
        message = tr("Dữ liệu ghi {known}.", known="; ".join(known_text(one) for one in known))
        is_best = held[own].figure.exact == held[best].figure.exact
        said: Said = "supported" if is_best else "contradicted"
        return self.judge.verdict(claim, said, known, slip="" if is_best else "comparison", message=message)

    def _by_statement(self, claim: Claim, entry: str, own: str) -> Verdict:
        """By what a source says of the slowest programme; what else is slow then follows from nothing."""
        for one in self.evidence.stated:
            if one.kind != f"slowest_{entry}" or claim.about.year not in (None, one.year):
                continue
            if claim.about.measures == ("disbursement_rate",):
                return self._as_stated(claim, one, one.subject == own)
        return self.judge.verdict(claim, "not_in_data", message=tr("Dữ liệu không có đủ số của mọi nơi để xếp hạng."))

    def _as_stated(self, claim: Claim, one: Stated, is_own: bool) -> Verdict:
        message = tr("Nguồn {source} nêu: «{text}».", source=one.source, text=one.text)
        said: Said = "contradicted" if is_own != (claim.way == "lowest") else "supported" if is_own else "not_in_data"
        slip = "comparison" if said == "contradicted" else ""
        told = self.judge.verdict(claim, said, slip=slip, message=message)
        return replace(told, facts=(one.id,), expected=one.text)
