import pytest

from store.migrations import STEPS, migration, newest


def test_every_step_says_what_it_does():
    assert all(step.__doc__ and step.__doc__.strip() for step in STEPS)


def test_a_step_without_a_word_is_refused():
    def silent(connection):
        pass

    with pytest.raises(TypeError, match="silent does not say what it does"):
        migration(silent)
    assert silent not in STEPS


def test_each_step_makes_one_version():
    assert newest([]) == 1
    assert newest([print, print]) == 3
