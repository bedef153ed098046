from __future__ import annotations

import importlib.machinery
import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from journeyboard.audience.customers import customers, read_customers, read_orders
from journeyboard.audience.segments import membership
from journeyboard.journey.file import load_brand

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_data" / "customers"
BRANDS = sorted((ROOT / "sample_data" / "brands").glob("*.brand.yaml"))


def make_samples():
    loader = importlib.machinery.SourceFileLoader(
        "make_samples", str(ROOT / "scripts/make_samples")
    )
    loader_spec = importlib.util.spec_from_loader("make_samples", loader)
    module = importlib.util.module_from_spec(loader_spec)
    loader.exec_module(module)
    return module


def test_the_sample_customers_are_made_again_byte_for_byte(tmp_path, monkeypatch):
    command = make_samples()
    monkeypatch.setattr(command, "CUSTOMERS", 200)
    command.main(tmp_path)
    for name in ("customers.csv", "orders.csv"):
        head = (tmp_path / name).read_bytes()
        assert (SAMPLES / name).read_bytes()[: len(head)] == head


def test_the_parquet_samples_hold_the_same_customers_with_their_traits():
    people = customers(200, seed=1)
    frame = pd.read_parquet(SAMPLES / "customers.parquet").head(200)
    orders = pd.read_parquet(SAMPLES / "orders.parquet").head(len(people.orders))
    pd.testing.assert_frame_equal(frame, people.frame)
    pd.testing.assert_frame_equal(orders, people.orders)


def test_the_samples_are_read_without_a_problem():
    result = read_customers(SAMPLES / "customers.csv", SAMPLES / "orders.csv")
    assert len(result.audience) == 5_000
    assert (result.rejected, result.blanked, result.warnings) == ((), (), ())
    assert len(read_orders(SAMPLES / "orders.parquet").orders) == len(result.audience.orders)


@pytest.mark.parametrize("path", BRANDS, ids=lambda path: path.name)
def test_a_sample_brand_opens_and_its_segments_hold_somebody(path):
    brand = load_brand(path)
    assert path.name == f"{brand.id}.brand.yaml"
    people = customers(2_000, brand=brand)
    members = membership(people, brand.segments)
    assert all(members[name].any() for name in brand.segments)
    assert set(people.orders["product"]) == {product.id for product in brand.products}


def test_there_are_two_sample_brands_in_two_currencies():
    assert {load_brand(path).currency for path in BRANDS} == {"USD", "EUR"}
