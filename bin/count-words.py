#!/usr/bin/env python3
"""Counts words without Millrace, to compare bin/wordcount with: count-words.py FILE...

The whole text is decoded as UTF-8 (malformed bytes become U+FFFD) and lower-cased, split on everything that is neither a
Unicode letter (general category L*) nor a decimal digit (Nd), and printed as COUNT<TAB>WORD by count descending, then by
code point.
"""
import collections
import sys
import unicodedata


class Separators(dict):
    """Translates every character that does not belong to a word to a space; remembers what it looked up."""

    def __missing__(self, code_point):
        category = unicodedata.category(chr(code_point))
        self[code_point] = chr(code_point) if category[0] == "L" or category == "Nd" else " "
        return self[code_point]


def count(texts):
    """Counts the words of several texts, each an object of bytes."""
    separators = Separators()
    counts = collections.Counter()
    for text in texts:
        counts.update(text.decode("utf-8", errors="replace").lower().translate(separators).split(" "))
    counts.pop("", None)
    return counts


def listing(counts):
    """The counts as bin/wordcount prints them."""
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return "".join(f"{number}\t{word}\n" for word, number in ordered).encode("utf-8")


if __name__ == "__main__":
    def read(name):
        with open(name, "rb") as file:
            return file.read()

    sys.stdout.buffer.write(listing(count(read(name) for name in sys.argv[1:])))
