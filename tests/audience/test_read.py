from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from journeyboard.audience.customers import (
    customers,
    gather,
    read_customers,
    read_orders,
    to_csv,
    to_parquet,
)
from journeyboard.audience.people import TRAITS
from journeyboard.audience.raw import canonical
from journeyboard.audience.tables import rows
from journeyboard.audience.write import guarded
from journeyboard.errors import BadInput, TableError

CASES = YAML(typ="safe").load(Path(__file__).with_name("read_cases.yaml"))


def file_of(folder: Path, case: dict[str, Any]) -> Path:
    data = case.get("text", "").encode()
    if "bytes" in case:
        data = case["bytes"].encode().decode("unicode_escape").encode("latin-1")
    path = folder / "mine.csv"
    path.write_bytes(data)
    return path


def plain(value: Any) -> Any:
    if value is None or value is pd.NaT or value != value:
        return None
    return str(value) if isinstance(value, pd.Timestamp) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_users_file_is_read_as_it_was_meant(case, tmp_path):
    result = read_customers(file_of(tmp_path, case))
    assert [plain(value) for value in result.audience.frame[case["column"]]] == case["values"]
    for kind in ("rejected", "blanked"):
        found = [[p.row, p.column, p.code] for p in getattr(result, kind)]
        assert found == case.get(kind, [])
        assert all(p.message.endswith(".") for p in getattr(result, kind))
    assert case.get("warns", "") in " ".join(result.warnings)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"email,first_name\n", "no rows"),
        (b"first_name,last_name\nAnna,Smith\n", "says who the customer is"),
        (b"id\n \n", "no rows"),
        (b"email\nnot an address\n", "No row has a usable email"),
        (b"\x89PNG\r\n\x00\x00", "not a text file"),
        (b"PAR1 and then nothing", "Parquet file is damaged"),
        (b'id,first_name\nk1,"Anna\nk2,Bert\nk3,Carla\n', "line 2: A quotation mark"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(data, words, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(data)
    with pytest.raises(TableError, match=words) as refusal:
        read_customers(path)
    assert str(refusal.value).startswith("mine.csv")
    assert "\n" not in str(refusal.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(TableError, match=r"nothing\.csv"):
        read_customers(tmp_path / "nothing.csv")


def test_a_cell_of_a_million_characters_costs_only_itself(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("id,first_name\nk1," + "a" * 1_000_000 + "\nk2,Bert\n")
    result = read_customers(path)
    assert len(result.audience) == 2
    assert [(p.row, p.code) for p in result.blanked] == [(2, "too_long")]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_but_never_crash(data, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(b"id,orders,birthday,sms_consent\n" + data)
    with suppress(TableError):
        assert len(read_customers(path).audience) > 0


def test_an_audience_written_as_parquet_is_the_same_when_read(tmp_path):
    people = customers(300, seed=4)
    to_parquet(people.frame, tmp_path / "c.parquet")
    to_parquet(people.orders, tmp_path / "o.parquet")
    result = read_customers(tmp_path / "c.parquet", tmp_path / "o.parquet")
    assert (result.rejected, result.blanked, result.warnings) == ((), (), ())
    pd.testing.assert_frame_equal(result.audience.frame, people.frame)
    pd.testing.assert_frame_equal(result.audience.orders, people.orders)
    assert result.audience.digest == people.digest


def test_an_audience_written_as_csv_loses_nothing_but_the_traits(tmp_path):
    people = customers(300, seed=4)
    bare = people.frame.drop(columns=list(TRAITS))
    to_csv(bare, tmp_path / "c.csv")
    to_csv(people.orders, tmp_path / "o.csv")
    result = read_customers(tmp_path / "c.csv", tmp_path / "o.csv")
    assert (result.rejected, result.blanked, result.warnings) == ((), (), ())
    pd.testing.assert_frame_equal(result.audience.frame[list(bare.columns)], bare)
    pd.testing.assert_frame_equal(result.audience.orders, people.orders)


@given(st.text(max_size=30))
def test_no_written_cell_begins_like_a_formula(text):
    cell = guarded(text)
    assert cell in (text, f"'{text}")
    number = cell.lstrip("+-").replace(" ", "")
    assert not cell.startswith(("=", "@", "\t", "\r"))
    assert not cell.startswith(("+", "-")) or number[:1].isdigit()


def test_formulas_come_back_as_they_were(tmp_path):
    frame = pd.DataFrame({"id": ["k1", "k2"], "first_name": ["=1+1", "'quoted"]})
    to_csv(frame, tmp_path / "c.csv")
    assert "'=1+1" in (tmp_path / "c.csv").read_text()
    names = read_customers(tmp_path / "c.csv").audience.frame["first_name"]
    assert names.tolist() == ["=1+1", "'quoted"]


def test_traits_of_a_customer_do_not_depend_on_the_other_rows(tmp_path):
    both, one = tmp_path / "both.csv", tmp_path / "one.csv"
    both.write_text("id,orders,last_order_at\nk1,3,2026-01-01\nk2,1,2025-01-01\n")
    one.write_text("id,orders,last_order_at\nk2,1,2025-01-01\n")
    together, alone = read_customers(both).audience.frame, read_customers(one).audience.frame
    pd.testing.assert_frame_equal(together[1:].reset_index(drop=True), alone)


def test_missing_consent_columns_are_warned_about_and_nobody_is_subscribed(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("email,phone\na@x.co,+12015550123\n")
    result = read_customers(path)
    row = result.audience.frame.iloc[0]
    assert row["consent_sms_marketing"] == row["consent_email_marketing"] == "never_subscribed"
    assert row["consent_email_transactional"] == "subscribed"
    assert sum("nobody counts as subscribed" in warning for warning in result.warnings) == 2


def orders_file(folder: Path, text: str) -> Path:
    path = folder / "orders.csv"
    path.write_text(text)
    return path


def test_orders_are_sorted_typed_and_their_problems_listed(tmp_path):
    path = orders_file(
        tmp_path,
        "Customer ID,Order Date,Order Number,Total,SKU,Financial Status\n"
        "k2,2026-01-05,o1,50,serum,paid\n"
        "k1,2026-01-02T09:00:00Z,o2,20,spf,refunded\n"
        "k1,2026-01-01,o3,30,spf,paid\n"
        "k1,2026-01-01,o3,10,cleanser,paid\n"
        ",2026-01-01,o4,10,spf,paid\n"
        "k1,soon,o5,10,spf,paid\n"
        "k1,2026-01-01,o6,ten,spf,paid\n"
        "k1,2026-01-01,o7,10,spf,maybe\n"
        "k1,2026-01-03,o8,10,spf,voided\n"
        "k1,,o9,10,spf,paid\n",
    )
    result = read_orders(path)
    assert result.orders["order_id"].tolist() == ["o3", "o2", "o1"]
    assert result.orders["status"].tolist() == ["placed", "refunded", "placed"]
    assert result.orders["margin"].tolist() == [18.0, 12.0, 30.0]
    assert [(p.row, p.code) for p in result.rejected] == [
        (5, "duplicate_order"),
        (6, "no_profile_key"),
        (7, "bad_date"),
        (8, "bad_number"),
        (9, "unknown_status"),
        (11, "no_at"),
    ]
    assert result.warnings == ("1 canceled orders were left out.",)


@pytest.mark.parametrize("missing", ["id", "date", "total"])
def test_orders_without_a_needed_column_are_refused(missing, tmp_path):
    header = ",".join(name for name in ("id", "date", "total") if name != missing)
    text = f"{header}\n1,2\n"
    with pytest.raises(TableError, match="There is no column"):
        read_orders(orders_file(tmp_path, text))


def test_history_wins_over_sums_and_strangers_and_the_future_are_left_out(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("customer_id,orders,revenue\nk1,9,900\nk2,4,100\n")
    orders = orders_file(
        tmp_path,
        "customer_id,date,total,status\n"
        "k1,2026-01-02,20,refunded\nk1,2026-01-01,30,\nstranger,2026-01-01,5,\nk1,2026-04-01,7,\n",
    )
    result = read_customers(path, orders)
    frame = result.audience.frame
    assert frame["orders"].tolist() == [2, 4]
    assert frame["revenue"].tolist() == [30.0, 100.0]
    assert frame["refunds"].tolist() == [1, 0]
    assert len(result.audience.orders) == 2
    assert any("not in the file" in warning for warning in result.warnings)
    assert any("start on 2026-04-02" in warning for warning in result.warnings)


def test_orders_find_their_customer_by_address_and_phone(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("customer_id,email,phone\nk1,Anna@x.co,\nk2,,(201) 555-0123\n")
    orders = orders_file(
        tmp_path, "email,date,total\nanna@x.co,2026-01-01,20\n+12015550123,2026-01-02,30\n"
    )
    frame = read_customers(path, orders).audience.frame
    assert frame["revenue"].tolist() == [20.0, 30.0]


def test_every_alias_names_one_column_of_its_table():
    for table in ("customers", "orders"):
        listed = [row for row in rows("columns") if row["table"] == table]
        spelled = [alias for row in listed for alias in row["aliases"].split("|")]
        assert len(spelled) == len(set(spelled))
        assert not set(spelled) & {row["column"] for row in listed}
        for row in listed:
            assert all(
                canonical(alias, table) == row["column"] for alias in row["aliases"].split("|")
            )


def test_gathered_customers_are_those_they_came_from():
    people = customers(60, seed=2)
    again = gather(people.customer(key) for key in people.frame["profile_key"])
    pd.testing.assert_frame_equal(again.frame, people.frame)


def test_a_chosen_part_keeps_its_orders_and_an_unknown_customer_is_named():
    people = customers(200)
    part = people.where(np.arange(200) % 2 == 0)
    assert len(part) == 100
    assert set(part.orders["profile_key"]) <= set(part.frame["profile_key"])
    assert len(part.orders) == part.frame["orders"].sum()
    with pytest.raises(BadInput, match="nobody"):
        people.customer("nobody")


def test_the_digest_tells_audiences_apart():
    assert customers(50).digest == customers(50).digest
    assert len({customers(50).digest, customers(50, seed=2).digest, customers(51).digest}) == 3


def test_results_are_plain_data(tmp_path):
    import json

    path = tmp_path / "mine.csv"
    path.write_text("id,birthday\nk1,never\n")
    assert json.loads(json.dumps(read_customers(path).to_dict()))["blanked"][0]["row"] == 2
    assert json.loads(json.dumps(customers(20).to_dict()))["customers"] == 20
