# SPDX-License-Identifier: GPL-3.0-or-later
"""The work of bench_draws in numpy, vectorised over draws: what would a draw cost without carecast?

Usage: bench_draws --facts | numpy_draws.py [--quick]

The facts come from the engine (numpy_facts.c); everything from the chances on is done here. Each
draw takes its own figures, solves the month of every age band (S0, S1 and S2 by their power
series), moves the children on for 60 months with entries, birthdays, places that run short and care
leavers, and ends in costs and a contract sum. At the central values the children and the contract
sum must be the engine's, or this stops.

All that twice: with single years of age, of whose children a twelfth grow a year older in a month,
which is coarser than the engine; and with ages in months, exactly as in the engine. In both,
figures are drawn plainly and not as a Latin hypercube, residents are the year's mean, flows and
money are kept by year and not by month, and no identities are checked.
"""
import json
import os
import sys
import time

for library in "OPENBLAS", "OMP", "MKL":  # one core is what is measured
    os.environ[library + "_NUM_THREADS"] = "1"
import numpy as np

H = 1 / 12  # a month in years
DESTINATIONS, INDEPENDENCE = 5, 3
TOLERANCE = {1: 0.03, 12: 0.0005}  # of children in care, by cells a year; see Grid


def without_empty(facts):
    """Leaves out placements that nobody is in or comes to, as the engine does."""
    kept = [p for p, children in enumerate(facts["opening"]) if any(children)]
    at = {place: i for i, place in enumerate(kept)}
    for name in ["opening", "prices"]:
        facts[name] = [facts[name][p] for p in kept]
    for name in [f"placed_{s}" for s in range(facts["n_streams"] + 1)]:
        facts[name] = [[row[p] for p in kept] for row in facts[name]]
    at[-1] = -1  # out of care
    facts["terms"] = [(band, at[start], at[end], destination, figure)
                      for band, start, end, destination, figure in facts["terms"] if start in at]
    facts["capacities"] = [(at[start], at[to], *of) for start, to, *of in facts["capacities"]]
    return facts


class Figures:
    """The parameter vectors of some draws, [draws, places], and what they say of a year."""

    def __init__(self, facts, vectors):
        self.facts, self.vectors = facts, vectors

    def of(self, figure, year):
        *places, factor, index, old = self.facts["figures"][figure]
        value = self.vectors[:, places[year]]
        if factor >= 0:
            value = value * self.vectors[:, factor]
        stated = places.index(places[year])  # what is stated for a year is not indexed up to it
        for april in range(stated + (stated > 0 or not old), year + 1) if index >= 0 else ():
            value = value * (1 + self.of(index, april))
        return value


def draw(facts, n, rng):
    """Vectors of n draws, their last place 0. Only normal and lognormal figures are correlated."""
    vectors = np.tile(np.append(facts["vector"], 0), (n, 1))
    places, kinds = (np.array([doubt[i] for doubt in facts["doubts"]]) for i in (0, 1))
    p = np.array([doubt[2:] for doubt in facts["doubts"]])
    z = rng.standard_normal((n, len(places)))
    for a, b, c in facts["pairs"]:
        z[:, b] = c * z[:, a] + np.sqrt(1 - c * c) * z[:, b]
    z = z * p[:, 1] + p[:, 0]
    log = kinds == "lognormal"
    z[:, log] = np.exp(z[:, log])
    for d in np.flatnonzero(kinds == "beta"):
        z[:, d] = rng.beta(*p[d, :2], n)
    for d in np.flatnonzero(kinds == "triangular"):
        z[:, d] = rng.triangular(*p[d], n)
    vectors[:, places] = z
    return vectors


def rate_places(facts):
    """Where in the vector the rate from state to state, and to destination, of a band stands."""
    shape = len(facts["band_ages"]) - 1, len(facts["opening"])
    moves = np.full(shape + shape[1:], len(facts["vector"]))
    exits = np.full(shape + (DESTINATIONS,), len(facts["vector"]))
    for band, start, end, destination, figure in facts["terms"]:
        place = facts["figures"][figure][0]
        if end >= 0:
            moves[band, start, end] = place
        else:
            exits[band, start, destination] = place
    return moves, exits


def solve(vectors, moves, exits):
    """S0, S1, S2 [draws, bands, states, states] and exit rates [draws, bands, states, 5]."""
    n, (bands, states, _) = len(vectors), moves.shape
    q = vectors.take(moves.ravel(), axis=1).reshape(n, bands, states, states)
    mu = vectors.take(exits.ravel(), axis=1).reshape(n, bands, states, DESTINATIONS)
    diagonal = q.reshape(n, bands, -1)[:, :, :: states + 1]
    diagonal -= q @ np.ones(states) + mu @ np.ones(DESTINATIONS)
    one = np.eye(states)
    s2 = q * (H / 6) + one
    for term in 5, 4, 3:
        s2 = q @ s2
        s2 *= H / term
        s2 += one
    s2 *= H * H / 2
    s1 = q @ s2
    s1 += H * one
    s0 = q @ s1
    s0 += one
    return s0, s1, s2, mu


class Grid:
    """Cells of age, `fine` of them a year (1 or 12), and a last one for those who turn 18."""

    def __init__(self, facts, fine):
        self.fine, self.end = fine, 18 * fine
        self.staying = 1 - H if fine == 1 else 1  # the part of a cell that is still in it
        self.bands = [age * fine // 12 for age in facts["band_ages"]]
        opening = np.array(facts["opening"])
        self.opening = opening.reshape(len(opening), self.end, -1).sum(2)
        self.ages = np.zeros((len(self.bands) - 1, self.end + 1))
        for b, (a, z) in enumerate(zip(facts["band_ages"], facts["band_ages"][1:])):
            self.ages[b] = self.spread(a, facts["entry_ages"][a:z])
        # How the cells of entries under 1 change with the share of them that are newborn.
        self.newborn = facts["vector"][facts["figures"][facts["newborn_share"]][0]]
        self.of_newborn = (self.spread(0, [1]) - self.ages[0]) / (1 - self.newborn)

    def spread(self, first_month, shares):
        """Entries by month of age, over cells. A cell that is a year keeps everybody for a year on
        average. Who enters in the middle of a year of age stays in it for half of one, and so is
        put by half into the next: they turn 18 when they should, on average."""
        month = first_month + np.arange(len(shares))
        ahead = (month % 12 + 0.5) / 12 * (self.fine == 1)
        cells = np.zeros(self.end + 1)
        np.add.at(cells, month * self.fine // 12, shares * (1 - ahead))
        np.add.at(cells, month * self.fine // 12 + 1, shares * ahead)
        return cells


def entries(facts, figures, grid, year, s1, s2):
    """What Children.grow() adds in a month; those of them who turn 18 at once, for want of a cell;
    the month's child-years by band; all entries a year."""
    yearly = np.zeros(s1.shape[:2] + s1.shape[3:])
    for b, residents in enumerate(facts["residents"]):
        come = figures.of(facts["per_10k"][b], year) * (residents[year] * 1e-4)
        yearly[:, b] = come[:, None] * facts["placed_0"][b]
        for s in range(1, facts["n_streams"] + 1):
            if facts[f"stream_{s}"][b] >= 0:
                come = figures.of(facts[f"stream_{s}"][b], year)
                yearly[:, b] += come[:, None] * facts[f"placed_{s}"][b]
    there, child_years = (np.matmul(yearly[:, :, None], s)[:, :, 0] for s in (s1, s2))
    cells = there.swapaxes(1, 2) @ grid.ages
    z = slice(0, grid.bands[1] + 1)
    born = (figures.of(facts["newborn_share"], year) - grid.newborn)[:, None] * grid.of_newborn[z]
    cells[:, :, z] += there[:, 0, :, None] * born[:, None]
    at_once = cells[:, :, -1].sum(1)
    cells[:, :, -1] = 0
    cells = np.roll(cells, 1, axis=2) if grid.fine == 12 else cells * grid.staying
    return cells, at_once, child_years, yearly.sum((1, 2))


def places(facts, figures):
    """Where from, where to and how many places there are [months, draws]."""
    months = np.arange(1, 12 * facts["n_years"] + 1)[:, None]
    for start, to, *of in facts["capacities"]:
        households, recruited, resigned, each, usable = (figures.of(figure, 0) for figure in of)
        approved = np.maximum(households + months * (H * (recruited - resigned)), 0)
        yield start, to, approved * (each * usable)


class Leavers:
    """Care leavers aged 16 to 24 [cells, draws]; `total` at each month's end, the opening first."""

    def __init__(self, facts, figures, fine):
        *opening, attrition = (figures.of(figure, 0) for figure in facts["leavers"][:4])
        self.fine, self.cells = fine, np.empty((9 * fine, len(attrition)))
        for people, a, z in zip(opening, (0, 2, 5), (2, 5, 9)):
            self.cells[a * fine : z * fine] = people / ((z - a) * fine)
        self.stay = np.exp(-H * attrition)
        self.stay_new = (1 - self.stay) / (H * attrition)
        self.total = [self.cells.sum(0)]

    def month(self, to_independence, turned_18):
        self.cells *= self.stay
        self.cells[: 2 * self.fine] += to_independence.T * self.stay_new
        if self.fine == 12:
            self.cells = np.roll(self.cells, 1, axis=0)
            self.cells[0] = 0
        else:
            older = self.cells * H
            self.cells -= older
            self.cells[1:] += older[:-1]
        self.cells[2 * self.fine] += turned_18
        self.total.append(self.cells.sum(0))


class Children:
    """Children in care [draws, states, cells]; what happened to them, by year or by month."""

    def __init__(self, facts, figures, grid, rates):
        self.facts, self.figures, self.grid = facts, figures, grid
        s0, self.s1, self.s2, self.mu = solve(figures.vectors, *rates)
        n, (states, end) = len(s0), grid.opening.shape
        self.now, self.then, self.stock, self.older = np.zeros((4, n, states, end + 1))
        self.now[:, :, :end] = grid.opening
        self.full = list(places(facts, figures))
        self.care = Leavers(facts, figures, grid.fine)
        self.leave = (self.s1[:, -1] @ self.mu[:, -1, :, INDEPENDENCE, None]).swapaxes(1, 2)
        self.moved = np.ascontiguousarray(np.transpose(s0 * grid.staying, (1, 0, 3, 2)))
        self.by_month, self.by_year = [], []

    def grow(self, come):
        """A month's moves and entries, and ageing: by twelfths, or into the next cell. The states
        of a draw and their cells lie in one row, and the last cell of a state is empty before."""
        grid, shift = self.grid, int(self.grid.fine == 12)
        for s0, a, z in zip(self.moved, grid.bands, grid.bands[1:]):
            np.matmul(s0, self.now[:, :, a:z], out=self.then[:, :, a + shift : z + shift])
        self.then[:, :, 0 if shift else -1] = 0
        self.then += come
        if not shift:  # what stayed is eleven twelfths, so an eleventh of it is what goes on
            row, older = self.then.reshape(-1), self.older.reshape(-1)[1:]
            row[1:] += np.multiply(row[:-1], H / grid.staying, out=older)

    def overflow(self, start, to, free):
        there = self.then[:, start].sum(1)
        share = np.maximum(1 - free / there, 0)
        moved = self.then[:, start] * share[:, None]
        self.then[:, start] -= moved
        self.then[:, to] += moved
        return there * share

    def year(self, year):
        fine, n = self.grid.fine, len(self.now)
        come, at_once, come_years, entered = entries(self.facts, self.figures, self.grid, year,
                                                     self.s1, self.s2)
        turned_18, displaced = np.zeros((2, n))
        self.stock[:] = 0
        for month in range(12 * year, 12 * year + 12):
            self.stock += self.now
            gone = (self.leave @ self.now[:, :, 16 * fine : -1])[:, 0]
            self.grow(come)
            adults = self.then[:, :, -1].sum(1) + at_once
            self.then[:, :, -1] = 0
            self.care.month(gone, adults)
            turned_18 += adults
            for start, to, free in self.full:
                displaced += self.overflow(start, to, free[month])
            self.now, self.then = self.then, self.now
            self.by_month.append(self.now.reshape(n, -1) @ np.ones(self.now[0].size))
        stock = np.add.reduceat(self.stock, self.grid.bands[:-1], axis=2).swapaxes(1, 2)
        child_years = (stock[:, :, None] @ self.s1)[:, :, 0] + 12 * come_years
        exits = (child_years[:, :, None] @ self.mu)[:, :, 0].sum(1)
        self.by_year.append((child_years.sum(1), exits, entered, turned_18, displaced))


def price_change(before, weeks, price, services):
    """The change in cost on the year before: volume, mix, price."""
    weeks0, price0, services0 = before
    cost0, crossed = (weeks0 * price0).sum(1), (weeks * price0).sum(1)
    as_before = cost0 * (weeks.sum(1) / weeks0.sum(1))
    prices = (weeks * price).sum(1) - crossed + services - services0
    return as_before - cost0, crossed - as_before, prices


def days_in_year(facts, y):
    """366 where a financial year has a 29 February. The engine counts the days of each month."""
    return 366 if (facts["first_year"] + y + 1) % 4 == 0 else 365


def money(facts, figures, children):
    """Expenditure, contract sum and gap by year [draws]."""
    years = []
    for y in range(facts["n_years"]):
        def of(figure):
            return figures.of(figure, y)
        child_years, exits, *_ = children.by_year[y]
        price = [of(p) * (1 - of(share)) if share >= 0 else of(p) for p, share in facts["prices"]]
        weeks, price = child_years * (days_in_year(facts, y) / 7), np.stack(price, 1)
        fees = sum(exits[:, d] * of(amount) * of(share) for d, amount, share in facts["one_off"])
        served = children.care.total[12 * y : 12 * y + 13]
        served = (sum(served) - (served[0] + served[-1]) / 2) / 12
        other = fees + served / of(facts["leavers"][4]) * of(facts["leavers"][5])
        services = sum(of(figure) for figure in facts["services"])
        spent = (weeks * price).sum(1) + other + services
        if y == 0:
            contract = np.full(len(weeks), facts["contract.total_contract_sum"][0])
        else:
            contract = contract + sum(price_change(before, weeks, price, services)) + other - other0
        before, other0 = (weeks, price, services), other
        gap = spent - facts["contract.council_assumption.total_budget"][y]
        years.append((spent, contract, gap))
    return years


def project(facts, grid, rates, vectors):
    """Children by month, the first month above the cap, and money by year, of each draw."""
    figures = Figures(facts, vectors)
    children = Children(facts, figures, grid, rates)
    for year in range(facts["n_years"]):
        children.year(year)
    total = np.array(children.by_month)
    above = total > figures.of(facts["cap"], 0)
    first_above = np.where(above.any(0), above.argmax(0), -1)
    return total, first_above, money(facts, figures, children)


def check(facts, grid, rates):
    """How far the central projection is from the engine's, at most, as a part of it."""
    total, _, years = project(facts, grid, rates, np.append(facts["vector"], 0)[None])
    off = np.abs(total[11::12, 0] / facts["children_in_care.total"] - 1).max()
    contract = np.array([contract[0] for _, contract, _ in years])
    off_contract = np.abs(contract / facts["contract.total_contract_sum"] - 1).max()
    if not max(off, off_contract) <= TOLERANCE[grid.fine]:
        sys.exit(f"bench: numpy is {off:.2%} (contract sum {off_contract:.2%}) off the engine")
    return off, off_contract


def microseconds(facts, grid, rates, chunk, n_draws):
    """A draw's processor time in each chunk, sorted."""
    rng, times = np.random.default_rng(1), []
    for _ in range(max(n_draws // chunk, 1)):
        start = time.process_time()
        project(facts, grid, rates, draw(facts, chunk, rng))
        times.append(1e6 * (time.process_time() - start) / chunk)
    return sorted(times)


def report(facts, fine, n_draws, chunks):
    """The best of some sizes of chunk; the middle ones fit the cache of most machines."""
    grid, rates = Grid(facts, fine), rate_places(facts)
    off, off_contract = check(facts, grid, rates)
    tried = [(chunk, microseconds(facts, grid, rates, chunk, n_draws)) for chunk in chunks]
    chunk, times = min(tried, key=lambda one: one[1][len(one[1]) // 2])
    what = f"{'single years of age' if fine == 1 else 'ages in months'}, chunks of {chunk}"
    print(f"  a draw: {what:42} median {times[len(times) // 2]:8.1f} us (fastest {times[0]:.1f},"
          f" slowest {times[-1]:.1f}; processor time)")
    print(f"    at most {off:.2%} off the engine's children and {off_contract:.2%} off its contract"
          f" sum (allowed: {TOLERANCE[fine]:.2%})")


def main():
    facts = without_empty(json.load(sys.stdin))
    quick = "--quick" in sys.argv
    with open("/proc/self/maps") as maps:
        blas = "with" if "openblas" in maps.read() else "slower than it might be, without"
    print(f"numpy {np.__version__}, {blas} OpenBLAS, one core:")
    report(facts, 1, 500 if quick else 10000, (64, 128, 256, 512))
    report(facts, 12, 100 if quick else 2000, (16, 32, 64))


if __name__ == "__main__":
    main()
