"""Whatever is put, removed and released: the store holds what a few lines of Python say that it should."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from retrieval.errors import NotAddedError
from retrieval.sources import Additions, Change, NewItem, Origin, OriginKind

_ORIGINS = st.sampled_from([Origin(OriginKind.FOLDER, "/x"), Origin(OriginKind.CHANNEL, "https://t.me/x")])
_KEYS = st.sampled_from(["/x/a.txt", "/x/b.txt"])
_TEXTS = st.sampled_from(["Мост.", "Дорога.", ""])


class Store(RuleBasedStateMachine):
    """Beside the store: the text of each item, the origins that have it, and what is to stay away."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.additions = Additions(Path(self._folder.name) / "additions.sqlite3")
        self.texts: dict[str, str] = {}
        self.holders: dict[str, set[str]] = {}
        self.away: set[str] = set()
        self.ids: set[str] = set()

    @rule(origin=_ORIGINS, key=_KEYS, text=_TEXTS, is_wanted=st.booleans())
    def put(self, origin: Origin, key: str, text: str, is_wanted: bool) -> None:  # noqa: FBT001
        outcomes = self.additions.put(origin, [NewItem(key, key[1:], text.encode())], is_wanted=is_wanted)
        if key in self.away and not is_wanted:
            assert outcomes == []
            return
        (outcome,) = outcomes
        if not text:
            assert outcome.change is Change.SKIPPED
            return
        old = self.texts.get(key)
        change = Change.ADDED if old is None else Change.UNCHANGED if old == text else Change.UPDATED
        assert outcome.change is change
        if change is Change.ADDED:
            assert outcome.id not in self.ids
            self.ids.add(outcome.id)
        self.texts[key] = text
        self.holders.setdefault(key, set()).add(origin.place)
        self.away.discard(key)

    @rule(key=_KEYS)
    def remove(self, key: str) -> None:
        try:
            (outcome,) = self.additions.remove(key)
        except NotAddedError:
            assert key not in self.texts
        else:
            assert (outcome.change, outcome.place) == (Change.REMOVED, key)
            del self.texts[key], self.holders[key]
            self.away.add(key)

    @rule(origin=_ORIGINS, keys=st.sets(_KEYS))
    def release(self, origin: Origin, keys: set[str]) -> None:
        released = {one.place for one in self.additions.release(origin, keys)}
        lost = {key for key in keys if self.holders.get(key) == {origin.place}}
        assert released == lost
        for key in keys & set(self.holders):
            self.holders[key].discard(origin.place)
        for key in lost:
            del self.texts[key], self.holders[key]

    @invariant()
    def holds(self) -> None:
        snapshot = self.additions.snapshot()
        texts = {f"/{name}": snapshot.read(name).documents[0].text for name in snapshot.hashes}
        assert texts == self.texts
        assert self.additions.removed() == self.away
        for origin in self.additions.origins():
            assert {item.key for item in self.additions.items(origin)} == {
                key for key, holders in self.holders.items() if origin.place in holders
            }

    def teardown(self) -> None:
        self._folder.cleanup()


TestStore = Store.TestCase
TestStore.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
