"""The house's own measures of its code."""

from statistics import median

from tests.house.budget import CODE, ROOT, functions, mocks_and_tests, python_files

FORBIDDEN_NAMES = {"utils", "helpers", "core", "common", "manager", "base", "service"}


def test_no_function_is_over_sixty_lines() -> None:
    long = [f for path in python_files(*CODE, "tests") for f in functions(path) if f.lines > 60]
    assert not long, long


def test_the_median_function_has_at_most_eight_lines() -> None:
    lengths = [f.lines for path in python_files(*CODE) for f in functions(path)]
    assert median(lengths) <= 8


def test_no_file_is_over_three_hundred_lines() -> None:
    paths = python_files(*CODE, "tests")
    long = {str(p.relative_to(ROOT)): n for p in paths if (n := len(p.read_text("utf-8").splitlines())) > 300}
    assert not long, long


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not [p for p in python_files(*CODE, "tests") if p.stem in FORBIDDEN_NAMES]


def test_at_most_three_mocks_in_a_hundred_tests() -> None:
    mocks, tests = mocks_and_tests()
    assert mocks * 100 <= 3 * tests, f"{mocks} mocks in {tests} tests"
