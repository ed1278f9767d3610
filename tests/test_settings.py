import re
from pathlib import Path

import pytest

from bot.addresses import Address, UnixSocket, parse_listener
from bot.errors import SettingsError
from bot.settings import PREFIX, PROJECT, Settings, read_settings, unknown_settings


def test_the_example_names_every_setting_with_its_default_and_meaning() -> None:
    example = (PROJECT / ".env.example").read_text("utf-8")
    found = re.findall(rf"^# (.+)\n# {PREFIX}([A-Z_]+)=(.*)$", example, re.MULTILINE)
    expected = []
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path):
            default = default.relative_to(PROJECT)
        if default is None or default == frozenset():
            default = ""
        expected.append((field.description, name.upper(), str(default)))
    assert found == expected


def test_defaults_lie_in_the_project_wherever_it_is_called_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(f"{PREFIX}DATA_DIR")
    settings = read_settings()
    assert (settings.corpus_dir, settings.data_dir) == (PROJECT / "seeds", PROJECT / ".data")


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f"{PREFIX}LANGUAGE=kk\n{PREFIX}DEVICE=cuda:1\n# x\nOTHER=1\n", "utf-8")
    monkeypatch.setenv(f"{PREFIX}LANGUAGE", "ru")
    settings = read_settings()
    assert (settings.language, settings.device) == ("ru", "cuda:1")


def test_an_empty_value_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}CACHE_DIR", "")
    assert read_settings().cache_dir is None


@pytest.mark.parametrize(("name", "value"), [("LANGUAGE", "fr"), ("PRECISION", "int3")])
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError, match=f"^{PREFIX}{name}: Input should be"):
        read_settings()


def test_an_unreadable_env_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"^\.env can't be read"):
        read_settings()


def test_a_name_that_is_no_setting_is_told_with_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}TELEGRAM_ALLOWED_USER", "5")
    (tmp_path / ".env").write_text("dayeksoz_langage=ru\nOTHER=1\n", "utf-8")
    assert unknown_settings() == [
        "DAYEKSOZ_LANGAGE is not a setting: did you mean DAYEKSOZ_LANGUAGE?",
        "DAYEKSOZ_TELEGRAM_ALLOWED_USER is not a setting: did you mean DAYEKSOZ_TELEGRAM_ALLOWED_USERS?",
    ]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TELEGRAM_ADMINISTRATORS", "@aset", "it is not a list of numeric ids such as 12, -345"),
        ("TELEGRAM_CHANNELS", "steppe", "it is not a list of channels such as @steppe_news, -1001234567890"),
        ("STORE", "http://x:secret@host", "it is not an address such as milvus+http://127.0.0.1:19530, or a"),
        ("STORE", "мост.db", "it is not an address such as milvus+http://127.0.0.1:19530, or a file such"),
        ("TELEGRAM_HEALTH", "127.0.0.1:65536", "it is not an address such as 127.0.0.1:9464"),
        ("TELEGRAM_HEALTH", "unix:/run/health", "it is not an address such as 127.0.0.1:9464"),
        ("TELEGRAM_WEBHOOK_LISTEN", "localhost", "it is not an address such as 127.0.0.1:8443, or unix: and"),
        ("TELEGRAM_TOKEN", "1:my secret", "it is not a token as BotFather gives it; correct it or remove"),
        ("DATABASE", "mysql://bot:secret@host/name", "it is not an address such as postgresql://user:"),
        ("TELEGRAM_WEBHOOK_URL", "http://quotes.example/x", "it is not an address such as https://"),
        ("TELEGRAM_WEBHOOK_SECRET", "с пробелами и кириллицей", "it is not a secret of 16 to 256"),
        ("TELEGRAM_API_URL", "https://api.telegram.org", "it is not an address that ends in /bot"),
        ("LANGUAGE", "kz", "Input should be 'auto', 'ru', 'kk' or 'en'; correct it"),
    ],
)
def test_what_a_value_should_be_is_said(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert str(caught.value).startswith(f"{PREFIX}{name}: {said}")


def test_ids_are_numbers_between_commas_or_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}TELEGRAM_ALLOWED_CHATS", " 12, -345 6 ")
    assert read_settings().telegram_allowed_chats == {12, -345, 6}


def test_channels_are_names_and_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}TELEGRAM_CHANNELS", "@Steppe_News, -1001234567890")
    assert read_settings().telegram_channels == {"steppe_news", "-1001234567890"}


@pytest.mark.parametrize(
    ("text", "listener"),
    [
        ("127.0.0.1:0", Address("127.0.0.1", 0)),
        ("quotes.example:65535", Address("quotes.example", 65_535)),
        ("[::1]:8443", Address("::1", 8443)),
        ("unix:/run/bot.sock", UnixSocket(Path("/run/bot.sock"))),
    ],
)
def test_where_a_server_listens_is_read_and_written_alike(text: str, listener: Address | UnixSocket) -> None:
    assert parse_listener(text) == listener
    assert str(listener) == text


@pytest.mark.parametrize(
    "text", ["", "8443", ":8443", "host:", "host:65536", "host:-1", "host:٣", "::1:80", "unix:", "a b:80"]
)
def test_what_is_no_place_to_listen_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a host and a port|less than or equal to 65535"):
        parse_listener(text)


def test_addresses_are_values_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}TELEGRAM_HEALTH", "[::1]:9464")
    monkeypatch.setenv(f"{PREFIX}TELEGRAM_WEBHOOK_LISTEN", "unix:bot.sock")
    settings = read_settings()
    assert settings.telegram_health == Address("::1", 9464)
    assert settings.telegram_webhook_listen == UnixSocket(Path("bot.sock"))


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("store", "faiss"),
        ("store", "milvus+http://[::1]:19530"),
        ("store", "milvus+https://a:b%2Fc@host.example/news"),
        ("store", "x/milvus.db"),
        ("store", "milvus+file:m.db"),
        ("database", "postgresql://bot:a%40b@db.example:5432/people?sslmode=require"),
        ("database", "postgresql:///people?host=%2Frun%2Fpostgresql"),
    ],
)
def test_an_address_is_taken_and_its_password_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, address: str
) -> None:
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", address)
    settings = read_settings()
    assert getattr(settings, name).get_secret_value() == address
    assert address not in repr(settings)


@pytest.mark.parametrize("password", ["a@b", "a/b"])
def test_a_password_that_could_be_taken_for_the_host_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setenv(f"{PREFIX}DATABASE", f"postgresql://bot:{password}@db.example/people")
    with pytest.raises(SettingsError, match="it is not an address such as") as caught:
        read_settings()
    assert password not in str(caught.value)
