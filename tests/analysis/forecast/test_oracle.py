"""Mack's errors, Bornhuetter-Ferguson and Cape Cod against the package that actuaries use."""

import numpy as np
import pytest

from mtqg_analysis.methods.chain_ladder import bornhuetter_ferguson, cape_cod_rate, develop

cl = pytest.importorskip("chainladder", reason="it is not installed on Intel Macs, see pyproject.toml")
SAMPLES = ["raa", "ukmotor", "genins"]


def paid_of(sample):
    triangle = cl.load_sample(sample)
    return triangle, triangle.to_frame(origin_as_datetime=False).to_numpy(float)


@pytest.fixture(scope="module", params=SAMPLES)
def sample(request):
    triangle, paid = paid_of(request.param)
    developed = cl.Development(sigma_interpolation="mack").fit_transform(triangle)
    return triangle, paid, developed


def test_mack(sample):
    _, paid, developed = sample
    oracle, ours = cl.MackChainladder().fit(developed), develop(paid)
    assert ours.factors == pytest.approx(oracle.ldf_.values.ravel()[: len(ours.factors)])
    assert np.sqrt(ours.sigma2) == pytest.approx(developed.sigma_.values.ravel()[: len(ours.sigma2)])
    summary = oracle.summary_.to_frame(origin_as_datetime=False)
    assert ours.ultimate == pytest.approx(summary["Ultimate"].to_numpy())
    assert ours.error == pytest.approx(summary["Mack Std Err"].fillna(0).to_numpy())
    assert ours.total_error == pytest.approx(float(np.ravel(oracle.total_mack_std_err_)[0]))


def test_bornhuetter_ferguson_and_cape_cod(sample):
    triangle, paid, developed = sample
    plan = np.linspace(1, 2, len(paid)) * np.nanmax(paid)
    exposure = triangle.latest_diagonal * 0 + plan.reshape(1, 1, -1, 1)
    known = np.isfinite(paid).sum(axis=1)
    latest = paid[np.arange(len(paid)), known - 1]
    factors = develop(paid).factors
    done = np.array([1 / np.prod(factors[count - 1 :]) for count in known])
    tempered = cl.BornhuetterFerguson(apriori=0.7).fit(developed, sample_weight=exposure).ultimate_.values.ravel()
    ours = [bornhuetter_ferguson(one, part, 0.7, whole) for one, part, whole in zip(latest, done, plan, strict=True)]
    assert ours == pytest.approx(tempered)
    rate = float(np.ravel(cl.CapeCod().fit(developed, sample_weight=exposure).apriori_.values)[0])
    assert cape_cod_rate(latest, plan, done) == pytest.approx(rate)
