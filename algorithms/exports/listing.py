"""The standards that entries can be written by, in the order in which they are offered. Pure."""

from collections.abc import Mapping

from algorithms.exports.annex_viii import ANNEX_VIII
from algorithms.exports.dutch import DUTCH
from algorithms.exports.nine_cities import NINE_CITIES
from algorithms.exports.values import ExportStandard

EXPORTS: Mapping[str, ExportStandard] = {standard.key: standard for standard in (ANNEX_VIII, NINE_CITIES, DUTCH)}
