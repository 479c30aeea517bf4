"""The count of lines that ran."""

import runpy

from tests.simulation import lines_run

MODULE = '''"""What it is."""

LIMIT = 3
"""What the limit is for."""


class One:
    """What it holds."""

    def grow(self):
        """Grow.

        By one.
        """
        return LIMIT + 1


def never():
    """Do nothing."""
    return 0


One().grow()
'''


def test_a_docstring_is_no_line_that_could_run(tmp_path, monkeypatch, capsys):
    place = tmp_path / "module.py"
    place.write_text(MODULE)
    monkeypatch.setattr(lines_run, "TOP", tmp_path)
    monkeypatch.setattr(lines_run, "COUNTED", ("*.py",))
    lines_run.tell(lambda: runpy.run_path(str(place)))
    missing = MODULE.splitlines().index("    return 0") + 1
    assert capsys.readouterr().out.splitlines()[0].split() == ["90.0", "%", "module.py", str(missing)]
