"""`python -m linreg_helpers`: a word for each command, with help, and one sentence on errors."""

import pytest

from linreg_helpers.course import before_class, commands


def test_without_a_word_the_check_is_run(monkeypatch):
    monkeypatch.setattr(before_class, "main", lambda: 7)
    assert commands.main([]) == commands.main(["check"]) == 7


def test_a_wrong_word_is_answered_with_the_right_ones():
    assert commands.main(["chek"]) == (
        "There is no command 'chek'; the commands are "
        f"{', '.join(commands.COMMANDS)}, and `python -m linreg_helpers --help` says what they do."
    )


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit, match=r"^0$"):
        commands.main(["--help"])
    printed = capsys.readouterr().out
    assert all(f"    {word} " in printed for word in commands.COMMANDS)


@pytest.mark.parametrize(("word", "function"), commands.COMMANDS.items())
def test_every_command_has_help_of_its_own(word, function, capsys):
    with pytest.raises(SystemExit, match=r"^0$"):
        commands.main([word, "--help"])
    assert function.__doc__.splitlines()[0] in capsys.readouterr().out


@pytest.fixture
def greet(monkeypatch):
    """Add a command: a function, and a line."""
    calls = []

    def greet(name, folder="here"):
        """Greet somebody."""
        calls.append((name, folder))
        return 0

    monkeypatch.setitem(commands.COMMANDS, "greet", greet)
    return calls


def test_a_new_command_is_a_function_whose_parameters_are_its_arguments(greet):
    assert commands.main(["greet", "Ada"]) == 0
    assert commands.main(["greet", "Ada", "there"]) == 0
    assert greet == [("Ada", "here"), ("Ada", "there")]


@pytest.mark.parametrize("words", [["greet"], ["greet", "Ada", "there", "too"], ["--no-such"]])
def test_missing_and_superfluous_arguments_are_refused(words, greet, capsys):
    with pytest.raises(SystemExit, match=r"^2$"):
        commands.main(words)
    assert "error: " in capsys.readouterr().err
    assert greet == []


def test_an_interrupt_is_one_word(monkeypatch):
    def interrupted():
        """Wait."""
        raise KeyboardInterrupt

    monkeypatch.setitem(commands.COMMANDS, "wait", interrupted)
    assert commands.main(["wait"]) == "Stopped."
