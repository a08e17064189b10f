from motorblok.kernel.alphabet import by_name


def test_neither_capitals_nor_accents_move_a_name_from_its_place():
    names = ["Zuidas", "élan", "Østerby", "de Bakker", "Elan", "Opaal", "Über", "ABC"]

    assert sorted(names, key=by_name) == [
        "ABC",
        "de Bakker",
        "Elan",
        "élan",
        "Opaal",
        "Østerby",
        "Über",
        "Zuidas",
    ]


def test_names_that_read_alike_keep_one_order():
    assert sorted(["elan", "Elan", "élan"], key=by_name) == sorted(["élan", "elan", "Elan"], key=by_name)
