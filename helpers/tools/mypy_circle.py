# SPDX-License-Identifier: MIT
# Part of mypy's start: tells whether it matters in which order mypy takes the modules of one circle of imports, and for whom.
# It knows nothing of mypy: somebody tries orders out for it (mypy_circles.py).


class Circle:
    """Modules that lead to each other, and the orders that count, each with the files that lead to it."""
    most_ways = 8
    most_open = 10000  # pairs for which opposite orders are looked for

    def __init__(self, names, orders):
        self.names, self.orders = names, orders
        self.usual = self.usual_order()
        # What matters: which of two modules comes first, or the whole order; and for whom, if it is another than usual.
        self.pairs, self.is_whole, self.own, self.differs = (), True, None, {}
        # Signs of which it is known what they lead to; and one of them, with the lines of the files that want it.
        self.tried, self.sequel = set(), None

    def usual_order(self):
        """One that has most in common with what most files want."""
        places = dict.fromkeys(self.names, 0)
        for order, files in self.orders.items():
            for place, name in enumerate(order):
                places[name] += place * len(files)
        return sorted(self.names, key=lambda name: (places[name], name))

    def earlier(self):
        """For each module, as bits: which come before it in any order, and which in all."""
        bits = {name: 1 << number for number, name in enumerate(self.names)}
        some, always = dict.fromkeys(self.names, 0), dict.fromkeys(self.names, -1)
        for order in self.orders:
            before = 0
            for name in order:
                some[name] |= before
                always[name] &= before
                before |= bits[name]
        return bits, some, always

    def trials(self):
        """Orders in which each two modules come in each way in which they come in any that counts."""
        bits, some, always = self.earlier()
        open_before = {name: some[name] & ~always[name] for name in self.names}
        for order in self.opposites(bits, always, open_before):
            self.close(open_before, bits, order)
            yield order
        while True:
            late = next((name for name in self.names if open_before[name]), None)
            if late is None:
                return
            first = next(name for name in self.names if open_before[late] & bits[name])
            order = self.trial(bits, always, open_before, first)
            self.close(open_before, bits, order)
            yield order

    def close(self, open_before, bits, order):
        """What comes before what in this order is not open any more."""
        before = 0
        for name in order:
            open_before[name] &= ~before
            before |= bits[name]

    def opposites(self, bits, always, open_before):
        """Two orders, in which two modules come in opposite ways wherever both ways count. Empty where there are none."""
        if sum(bin(before).count('1') for before in open_before.values()) > 2 * self.most_open:
            return []
        near = {name: {other for other in self.names if open_before[name] & bits[other]} for name in self.names}
        pairs, orders = self.directed(near), []
        for is_other in range(2 if pairs else 0):
            before = always.copy()
            for pair in pairs:
                before[pair[1 - is_other]] |= bits[pair[is_other]]
            places = {name: bin(before[name]).count('1') for name in self.names}
            # So many different numbers of what comes before have orders only.
            if len(set(places.values())) == len(places):
                orders.append(sorted(self.names, key=places.get))
        return orders if len(orders) == 2 else []

    def directed(self, near):
        """Each two modules of which either may be first, as a pair, so that what is before what is before a third one is
        before that as well (Golumbic's way to direct the edges of a comparability graph). Empty where that cannot be."""
        place, pairs = {name: number for number, name in enumerate(self.usual)}, set()
        for one in self.usual:
            while near[one]:
                alike, waiting = set(), [(one, min(near[one], key=place.get))]
                while waiting:
                    first, second = pair = waiting.pop()
                    if pair not in alike:
                        alike.add(pair)
                        waiting += [(first, third) for third in near[first] - near[second] if third != second]
                        waiting += [(third, second) for third in near[second] - near[first] if third != first]
                if any((second, first) in alike for first, second in alike):
                    return ()
                for first, second in alike:
                    near[first].discard(second)
                    near[second].discard(first)
                # As usual for most of them.
                if 2 * sum(place[first] < place[second] for first, second in alike) < len(alike):
                    alike = {(second, first) for first, second in alike}
                pairs |= alike
        return pairs

    def trial(self, bits, always, open_before, first):
        """With as much of what is open as may be, and `first` as early as it can come."""
        order, done, left = [], 0, dict.fromkeys(self.names)
        open_after = {name: sum(bits[other] for other in self.names if open_before[other] & bits[name])
                      for name in self.names}
        wanted = always[first] | bits[first]
        while left:
            rest = sum(bits[name] for name in left)
            among = [name for name in left if not always[name] & ~done]
            among = [name for name in among if bits[name] & wanted] or among
            name = max(among, key=lambda one: bin(open_after[one] & rest).count('1') - bin(open_before[one] & rest).count('1'))
            order.append(name)
            done |= bits[name]
            del left[name]
        return order

    def sign(self, order):
        """What of an order matters."""
        if self.is_whole:
            return ' '.join(order)
        place = {name: number for number, name in enumerate(order)}
        return ''.join('<' if place[one] < place[other] else '>' for one, other in self.pairs)

    def judge(self, trials, attempt):
        """Finds out what matters. `attempt` tells what was seen in each of some trials; see MypyCircles.trial()."""
        seen = attempt(trials)
        lines = self.lines_of(seen)
        # What a function infers that is put off may come too late for others that are, in an order not tried.
        late = set.union(*[one['makers'] for one in seen]) - set.intersection(*[one['late'] for one in seen])
        own = None if late or any(one['types'] != seen[0]['types'] for one in seen) else lines
        pairs, self.is_whole = sorted(set(self.asked(seen))), False
        self.pairs, usual = pairs, None
        # One more for each way in which it can matter.
        known = {self.sign(order) for order in trials}
        wanted = {self.sign(order): order for order in [*self.orders, self.usual]}
        more = [order for sign, order in wanted.items() if sign not in known][:self.most_ways]
        trials, seen = trials + more, seen + attempt(more)
        known = {}
        for order, one in zip(trials, seen):
            same = known.setdefault(self.sign(order), one)
            late = late or same['lines'] != one['lines'] or same['types'] != one['types']
        usual = known.get(self.sign(self.usual))
        if set(self.asked(seen)) == set(pairs) and not late and usual:
            self.tried = set(known)
            self.differs = {sign: self.lines_of([usual, one]) for sign, one in known.items() if one['types'] == usual['types']}
        self.is_whole, self.own = bool(late), own

    def lines_of(self, seen):
        """The modules about which something else was said."""
        return {name for name in self.names if any(one['lines'][name] != seen[0]['lines'][name] for one in seen)}

    def concerns(self, file, sign):
        own = self.differs.get(sign, self.own)
        return own is None or file in own

    def asked(self, seen):
        """(module, other): where it could not determine in each trial what the other has."""
        for name in self.names:
            events = [one['unknown'][name] for one in seen]
            for event in set.union(*events) - set.intersection(*events):
                for other in self.names:
                    if other != name and any(event[-1] in one['names'].get(other, ()) for one in seen):
                        yield name, other
