import dataclasses

from motorblok.exchange.logs import packing
from motorblok.exchange.logs.packing import Packer
from tests.exchange.logs import check, line, write_log


def test_a_line_comes_out_of_its_row_as_it_went_in(tmp_path):
    (given,) = check(write_log(tmp_path, line("7", "Closed", product='"Ünï ""q"""')))
    given = dataclasses.replace(given, at=given.at.replace(microsecond=250_001), trace=3)
    packer = Packer()

    assert packer.unpack(packer.pack(given)) == given


def test_the_names_of_the_values_are_kept_once(tmp_path):
    packer = Packer()

    rows = [packer.pack(each) for each in check(write_log(tmp_path, line("1"), line("2")))]

    assert not any("workgroup" in row[-1] for row in rows)


def test_a_log_with_ever_other_names_fills_no_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "MOST_HEADINGS", 1)
    first, second = check(write_log(tmp_path, line("1"), line("2")))
    other = dataclasses.replace(second, values={"colour": "red"})
    packer = Packer()

    packed = [packer.pack(each) for each in (first, other)]

    assert [packer.unpack(row) for row in packed] == [first, other]
    assert "colour" in packed[1][-1]
