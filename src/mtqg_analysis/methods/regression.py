"""Regression of rates that lie between 0 and 1, and inference for it that about eleven clusters can bear."""

import warnings
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from scipy.special import expit
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.multitest import multipletests
from statsmodels.tools.sm_exceptions import SpecificationWarning

from mtqg_analysis.methods.few_clusters import MOST, TIE, Exact

Array = np.ndarray


@dataclass(frozen=True)
class Fit:
    """A fitted fractional response: coefficients on the logit scale, their covariance, and what it was fitted to.

    covariance: robust to dependence within clusters, with the small-sample factor G/(G-1) (N-1)/(N-K); tests use t
    with `clusters` - 1 degrees of freedom.
    """

    coefficients: Array
    covariance: Array
    n: int
    clusters: int


@dataclass(frozen=True)
class Effect:
    """An average marginal effect, in the unit of the shares, with its delta-method standard error."""

    estimate: float
    standard_error: float


def fractional_response(shares: Array, design: Array, clusters: Array, weights: Array | None = None) -> Fit:
    """Bernoulli quasi-likelihood with a logit link, after Papke and Wooldridge (1996).

    shares: in [0, 1], one an observation; design: a row an observation, with its constant; clusters: labels. weights:
    the plan of each observation makes the estimate one of money, none makes it one of the average cell. Raises
    ValueError for a share outside [0, 1], which is never cut to fit.
    """
    observed = np.asarray(shares, dtype=float)
    if ((observed < 0) | (observed > 1)).any():
        raise ValueError("A share lies outside [0, 1]: use a Poisson quasi-likelihood with the plan as offset, or OLS.")
    scaled = None if weights is None else np.asarray(weights, dtype=float) / np.mean(weights)
    codes = np.unique(np.asarray(clusters), return_inverse=True)[1]
    model: Any = GLM(observed, np.asarray(design, dtype=float), family=Binomial(), var_weights=scaled)
    with warnings.catch_warnings():
        # Exact here all the same: the result equals the sandwich written out by hand, which a test compares.
        warnings.filterwarnings("ignore", "cov_type not fully supported with var_weights", SpecificationWarning)
        found = model.fit(cov_type="cluster", cov_kwds={"groups": codes}, use_t=True)
    return Fit(np.asarray(found.params), np.asarray(found.cov_params()), len(observed), int(codes.max()) + 1)


def average_effect(fit: Fit, without: Array, with_: Array, weights: Array | None = None) -> Effect:
    """By how much the mean predicted share changes from one design to another, such as with a year switched on."""
    share = np.full(len(with_), 1 / len(with_)) if weights is None else np.asarray(weights, float) / np.sum(weights)
    high, low = expit(with_ @ fit.coefficients), expit(without @ fit.coefficients)
    gradient = share @ (with_ * (high * (1 - high))[:, None] - without * (low * (1 - low))[:, None])
    return Effect(float(share @ (high - low)), float(np.sqrt(gradient @ fit.covariance @ gradient)))


def wild_cluster_bootstrap(response: Array, design: Array, column: int, clusters: Array) -> Exact:
    """Is a coefficient of a linear regression zero? Restricted wild cluster bootstrap-t over all sign vectors.

    Every one of the 2^G vectors of Rademacher weights is tried (G up to 14), with the null imposed; the observed
    outcome counts as one of them, and ties count. Cameron, Gelbach and Miller (2008); Roodman et al. (2019).
    """
    y, x = np.asarray(response, dtype=float), np.asarray(design, dtype=float)
    codes, signs = _signs(clusters)
    rest = np.delete(x, column, axis=1)
    fitted = rest @ np.linalg.lstsq(rest, y, rcond=None)[0]
    draws = fitted[:, None] + (y - fitted)[:, None] * signs[:, codes].T
    estimate, observed = _t_values(y[:, None], x, column, codes)
    extreme = int((np.abs(_t_values(draws, x, column, codes)[1]) >= abs(observed[0]) - TIE).sum())
    return Exact(float(estimate[0]), extreme, len(signs))


def _signs(clusters: Array) -> tuple[Array, Array]:
    """The cluster of each observation as a number, and every vector of signs over the clusters."""
    codes = np.unique(np.asarray(clusters), return_inverse=True)[1]
    count = int(codes.max()) + 1
    if count > MOST:
        raise ValueError(f"{count} clusters are too many to enumerate; up to {MOST} are.")
    return codes, np.array(list(product((1.0, -1.0), repeat=count)))


def _t_values(responses: Array, x: Array, column: int, codes: Array) -> tuple[Array, Array]:
    """The coefficient and its cluster-robust t for every column of responses.

    Where a draw leaves no residual at all its t is infinite, unless its coefficient is zero too.
    """
    inverse = np.linalg.inv(x.T @ x)
    betas = inverse @ x.T @ responses
    residuals = responses - x @ betas
    influence = (x @ inverse)[:, column]
    groups = np.eye(int(codes.max()) + 1)[codes]
    variance = ((groups.T @ (influence[:, None] * residuals)) ** 2).sum(axis=0)
    count, n, k = groups.shape[1], *x.shape
    factor = count / (count - 1) * (n - 1) / (n - k)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = betas[column] / np.sqrt(factor * variance)
    return betas[column], np.nan_to_num(t, nan=0.0, posinf=np.inf, neginf=-np.inf)


def score_bootstrap(shares: Array, design: Array, column: int, clusters: Array) -> Exact:
    """Is a coefficient of the fractional response zero? Signs of the efficient scores are flipped, all 2^G of them.

    Kline and Santos (2012). `estimate` is the sum of the scores over its length, not the coefficient.
    """
    y, x = np.asarray(shares, dtype=float), np.asarray(design, dtype=float)
    codes, signs = _signs(clusters)
    rest = np.delete(x, column, axis=1)
    restricted: Any = GLM(y, rest, family=Binomial()).fit()
    mean = np.asarray(restricted.fittedvalues)
    root = np.sqrt(mean * (1 - mean))
    own = x[:, column] - rest @ np.linalg.lstsq(root[:, None] * rest, root * x[:, column], rcond=None)[0]
    scores = np.bincount(codes, own * (y - mean))
    length = float(np.sqrt((scores**2).sum()))
    drawn = np.abs(signs @ scores) / length
    observed = float(scores.sum()) / length
    return Exact(observed, int((drawn >= abs(observed) - TIE).sum()), len(signs))


def holm(p_values: Array) -> Array:
    """P-values adjusted for as many confirmatory tests, in order; Holm (1979).

    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    return np.asarray(multipletests(p_values, method="holm")[1])


def false_discovery(p_values: Array) -> Array:
    """The share of false ones among all units at least as extreme as each; Benjamini and Hochberg (1995).

    >>> false_discovery([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    return np.asarray(multipletests(p_values, method="fdr_bh")[1])
