/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of a scenario as one table, in the order of scenarios/explained.yaml, which
 * explains each key. Ranges are wide: they catch a misplaced unit or decimal point (a price in
 * pence, a rate for 10,000 where one for a child belongs), not an unusual council. */
#include "scenario/schema.h"

#include <stddef.h>
#include <string.h>

#include "model/plan.h"

#define NEEDED true
#define OPTIONAL false
#define END                                                                                        \
  { .key = NULL }

#define LEAF(key_, kind_, need_, doc_)                                                             \
  { .key = (key_), .kind = (kind_), .required = (need_), .doc = (doc_) }
#define TEXT(key_, need_, doc_) LEAF(key_, CC_S_TEXT, need_, doc_)
#define WORD(key_, need_, words_, doc_)                                                            \
  { .key = (key_), .kind = CC_S_WORD, .required = (need_), .words = (words_), .doc = (doc_) }
#define REFERENCE(key_, need_, words_, doc_)                                                       \
  { .key = (key_), .kind = CC_S_REFERENCE, .required = (need_), .words = (words_), .doc = (doc_) }
#define INTEGER(key_, need_, low_, high_, doc_)                                                    \
  {                                                                                                \
    .key = (key_), .kind = CC_S_INTEGER, .required = (need_), .low = (low_), .high = (high_),      \
    .doc = (doc_)                                                                                  \
  }
#define FIGURE(key_, kind_, need_, unit_, low_, high_, doc_)                                       \
  {                                                                                                \
    .key = (key_), .kind = (kind_), .required = (need_), .unit = (unit_), .low = (low_),           \
    .high = (high_), .doc = (doc_)                                                                 \
  }
#define QUANTITY(key_, need_, unit_, low_, high_, doc_)                                            \
  FIGURE(key_, CC_S_QUANTITY, need_, unit_, low_, high_, doc_)
/* The same with what counts where they are left out. */
#define QUANTITY_ELSE(key_, unit_, low_, high_, otherwise_, doc_)                                  \
  {                                                                                                \
    .key = (key_), .kind = CC_S_QUANTITY, .unit = (unit_), .low = (low_), .high = (high_),         \
    .doc = (doc_), .otherwise = (otherwise_)                                                       \
  }
#define WORD_ELSE(key_, words_, otherwise_, doc_)                                                  \
  { .key = (key_), .kind = CC_S_WORD, .words = (words_), .doc = (doc_), .otherwise = (otherwise_) }
#define SUBJECTIVE(otherwise_)                                                                     \
  WORD_ELSE("subjective", subjectives, otherwise_, "Heading of the subjective analysis.")
/* An amount that is spent: what is written for later years says that there is none before. */
#define SPENT(key_, need_, unit_, low_, high_, doc_)                                               \
  {                                                                                                \
    .key = (key_), .kind = CC_S_QUANTITY, .required = (need_), .unit = (unit_), .low = (low_),     \
    .high = (high_), .doc = (doc_), .spent = true                                                  \
  }
#define SECTION(key_, kind_, need_, children_, doc_)                                               \
  { .key = (key_), .kind = (kind_), .required = (need_), .children = (children_), .doc = (doc_) }
#define ENTRIES(key_, identity_, children_, doc_)                                                  \
  {                                                                                                \
    .key = (key_), .kind = CC_S_LIST, .low = 0, .high = MOST_ITEMS, .words = (identity_),          \
    .children = (children_), .doc = (doc_)                                                         \
  }
#define LIST(key_, need_, low_, high_, children_, doc_)                                            \
  {                                                                                                \
    .key = (key_), .kind = CC_S_LIST, .required = (need_), .low = (low_), .high = (high_),         \
    .children = (children_), .doc = (doc_)                                                         \
  }

/* Most children, households or places that one figure may say; most pounds. */
#define MANY 100000.0
#define RESIDENTS 1e8
#define POUNDS 1e11
#define YEARLY_RATE 100.0
#define WEEKLY 100000.0
#define MOST_ITEMS 1000.0

const char *const cc_basis_words[] = {"published", "derived", "assumption", "illustrative", NULL};

static const char *const to_placements[] = {"placements", NULL};
static const char *const to_indexes[] = {"indexes", NULL};
static const char *const subjectives[] = {
    "employees",         "premises", "transport", "supplies_and_services", "third_party_payments",
    "transfer_payments", NULL};
static const char *const policies[] = {"report", "hold", NULL};
static const char *const flows[] = {"entries",
                                    "turned_18",
                                    "exits.return_home",
                                    "exits.adoption",
                                    "exits.special_guardianship",
                                    "exits.independence",
                                    "exits.other",
                                    NULL};
static const char *const delivery_models[] = {"transfer", "sla", "to_be_decided", "out_of_scope",
                                              NULL};
static const char *const recurrences[] = {"recurrent", "one_off", NULL};
static const char *const printed_units[] = {"gbp_m",   "gbp_000", "gbp",    "percent", "children",
                                            "per_10k", "fte",     "number", NULL};
static const char *const one_change[] = {"multiply", "add", "set", NULL};

static const char *const by_target[] = {"target", NULL};
static const char *const by_pair[] = {"between", NULL};
static const char *const by_measure[] = {"measure", "year", NULL};

/* ---- what is written in several places ------------------------------------------------------- */

static const cc_schema text_item[] = {TEXT("text", OPTIONAL, "A text."), END};

static const cc_schema growth_schema = {.key = "growth",
                                        .kind = CC_S_QUANTITY,
                                        .unit = CC_U_GROWTH,
                                        .low = -0.5,
                                        .high = 1.0,
                                        .doc = "Yearly growth, stepping each 1 April."};

static const cc_schema share_item[] = {
    QUANTITY("share", OPTIONAL, CC_U_SHARE, 0.0, 1.0, "Share of the children."), END};

/* ---- placements ------------------------------------------------------------------------------ */

static const cc_schema capacity_keys[] = {
    QUANTITY("places", OPTIONAL, CC_U_COUNT, 0.0, MANY, "Places, such as beds."),
    QUANTITY("households", OPTIONAL, CC_U_COUNT, 0.0, MANY,
             "Fostering households approved at the start of the first year."),
    QUANTITY("recruited_per_year", OPTIONAL, CC_U_COUNT, 0.0, MANY,
             "Households approved in a year."),
    QUANTITY("resigned_per_year", OPTIONAL, CC_U_COUNT, 0.0, MANY, "Households lost in a year."),
    QUANTITY("places_per_household", OPTIONAL, CC_U_COUNT, 0.0, 20.0,
             "Approved places of a household."),
    QUANTITY_ELSE("usable_share", CC_U_SHARE, 0.0, 1.0, "100%",
                  "Share of the places that can be filled."),
    END};

static const cc_schema contribution_keys[] = {
    TEXT("title", OPTIONAL, "How tables call it."),
    QUANTITY("share", OPTIONAL, CC_U_SHARE, 0.0, 1.0, "Share of the price that others pay."),
    QUANTITY("per_child_week", OPTIONAL, CC_U_GBP_PER_WEEK, 0.0, WEEKLY,
             "Pounds for each child-week."),
    QUANTITY("per_child_night", OPTIONAL, CC_U_GBP_PER_NIGHT, 0.0, WEEKLY,
             "Pounds for each child-night."),
    END};

static const cc_schema contribution_item[] = {SECTION("contribution", CC_S_MAP, OPTIONAL,
                                                      contribution_keys,
                                                      "What health, education or a grant pays."),
                                              END};

static const cc_schema placement_keys[] = {
    TEXT("title", OPTIONAL, "How tables call it."),
    LIST("ssda903", OPTIONAL, 0, MOST_ITEMS, text_item,
         "Codes of the SSDA903 return that fall under it."),
    QUANTITY("weekly_price", NEEDED, CC_U_GBP_PER_WEEK, 0.0, WEEKLY, "Pounds for a child-week."),
    SECTION("capacity", CC_S_MAP, OPTIONAL, capacity_keys,
            "How many children can live there: places, or fostering households."),
    REFERENCE("overflow_to", OPTIONAL, to_placements,
              "The placement where the excess at a month's end lives."),
    SECTION("contributions", CC_S_DICT, OPTIONAL, contribution_item,
            "What health, education and grants pay towards it."),
    SUBJECTIVE("third_party_payments"),
    END};

static const cc_schema placement_item[] = {
    SECTION("placement", CC_S_MAP, OPTIONAL, placement_keys, "A place where children live."), END};

/* ---- children in care ------------------------------------------------------------------------ */

static const cc_schema children_item[] = {
    QUANTITY("children", OPTIONAL, CC_U_CHILDREN, 0.0, MANY, "Children in care at the start."),
    END};

static const cc_schema weight_item[] = {
    QUANTITY("weight", OPTIONAL, CC_U_WEIGHT, 0.0, 1e6, "Weight relative to the others."), END};

static const cc_schema weights_by_band[] = {
    SECTION("weights", CC_S_BANDS, OPTIONAL, weight_item, "Weights by age band."), END};

static const cc_schema opening_keys[] = {
    SECTION("by_band", CC_S_BANDS, NEEDED, children_item, "Children by age band."),
    SECTION("by_placement", CC_S_PLACEMENTS, NEEDED, children_item, "Children by placement."),
    SECTION("age_pattern", CC_S_PLACEMENTS, OPTIONAL, weights_by_band,
            "Relative weights by placement and band, 1 where nothing is written."),
    END};

static const cc_schema entry_rate_item[] = {
    QUANTITY("rate", OPTIONAL, CC_U_PER_10K, 0.0, 10000.0,
             "Entries a year for every 10,000 residents of the band."),
    END};

static const cc_schema shares_by_placement[] = {
    SECTION("shares", CC_S_PLACEMENTS, OPTIONAL, share_item, "Shares by placement, of 100%."), END};

static const cc_schema stream_rate_item[] = {
    QUANTITY("children", OPTIONAL, CC_U_CHILDREN_PER_YEAR, 0.0, MANY, "Children a year."), END};

static const cc_schema stream_keys[] = {
    TEXT("title", OPTIONAL, "How tables call it."),
    SECTION("per_year", CC_S_BANDS, NEEDED, stream_rate_item, "Children a year by age band."),
    SECTION("first_placement", CC_S_PLACEMENTS, OPTIONAL, share_item,
            "Where they live first, of 100%; else as other children of the band."),
    END};

static const cc_schema stream_item[] = {
    SECTION("stream", CC_S_MAP, OPTIONAL, stream_keys, "Entries given as numbers of children."),
    END};

static const cc_schema entries_keys[] = {
    SECTION("per_10k", CC_S_BANDS, OPTIONAL, entry_rate_item,
            "Entries a year for every 10,000 residents, by age band."),
    QUANTITY_ELSE(
        "newborn_share", CC_U_SHARE, 0.0, 1.0, "0%",
        "Share of under-1 entries that come at birth; of a wider first band, of those under 1."),
    SECTION("first_placement", CC_S_BANDS, OPTIONAL, shares_by_placement,
            "Where children live first, by band; each band sums to 100%."),
    SECTION("streams", CC_S_DICT, OPTIONAL, stream_item, "Entries given as numbers, not as rates."),
    END};

static const cc_schema exit_item[] = {
    FIGURE("rate", CC_S_PLACEMENT_QUANTITY, OPTIONAL, CC_U_PER_YEAR, 0.0, YEARLY_RATE,
           "Exits a year for each child, for all placements or by placement."),
    END};

static const cc_schema exit_keys[] = {
    SECTION("return_home", CC_S_BANDS, OPTIONAL, exit_item, "Back to parents or relatives."),
    SECTION("adoption", CC_S_BANDS, OPTIONAL, exit_item, "Adopted."),
    SECTION("special_guardianship", CC_S_BANDS, OPTIONAL, exit_item, "Special guardianship order."),
    SECTION("independence", CC_S_BANDS, OPTIONAL, exit_item,
            "Living on their own before the 18th birthday."),
    SECTION("other", CC_S_BANDS, OPTIONAL, exit_item, "Any other reason but turning 18."),
    END};

static const cc_schema exits_keys[] = {
    SECTION("per_year", CC_S_MAP, OPTIONAL, exit_keys,
            "Exits a year for each child, by destination and band."),
    END};

static const cc_schema move_item[] = {
    FIGURE("rate", CC_S_BAND_QUANTITY, OPTIONAL, CC_U_PER_YEAR, 0.0, YEARLY_RATE,
           "Moves a year for each child, for all bands or by band."),
    END};

static const cc_schema moves_from[] = {
    SECTION("to", CC_S_PLACEMENTS, OPTIONAL, move_item, "Where to."), END};

static const cc_schema moves_keys[] = {
    SECTION("per_year", CC_S_PLACEMENTS, OPTIONAL, moves_from,
            "Moves a year for each child, by placement left and placement entered."),
    END};

static const cc_schema care_keys[] = {
    SECTION("opening", CC_S_MAP, OPTIONAL, opening_keys, "Children in care at the start."),
    SECTION("entries", CC_S_MAP, OPTIONAL, entries_keys, "Children who start to be in care."),
    SECTION("exits", CC_S_MAP, OPTIONAL, exits_keys, "Children who cease to be in care."),
    SECTION("moves", CC_S_MAP, OPTIONAL, moves_keys, "Children who change placement."), END};

static const cc_schema cap_keys[] = {
    TEXT("title", OPTIONAL, "How tables call it."),
    QUANTITY("children", NEEDED, CC_U_CHILDREN, 0.0, MANY, "Most children at a month's end."),
    LEAF("from", CC_S_DATE, OPTIONAL, "Month or financial year it begins."),
    LEAF("until", CC_S_DATE, OPTIONAL, "Month or financial year it ends, included."),
    WORD_ELSE("policy", policies, "report", "report: say when it is passed; hold: divert entries."),
    QUANTITY("diversion_cost", OPTIONAL, CC_U_GBP, 0.0, 1e7, "Pounds for each child diverted."),
    END};

static const cc_schema cap_item[] = {
    SECTION("cap", CC_S_MAP, OPTIONAL, cap_keys, "A ceiling on the children in care."), END};

static const cc_schema leavers_opening_keys[] = {
    QUANTITY("16-17", OPTIONAL, CC_U_CHILDREN, 0.0, MANY, "Care leavers of 16 and 17."),
    QUANTITY("18-20", OPTIONAL, CC_U_CHILDREN, 0.0, MANY, "Care leavers of 18 to 20."),
    QUANTITY("21-24", OPTIONAL, CC_U_CHILDREN, 0.0, MANY, "Care leavers of 21 to 24."), END};

static const cc_schema leavers_keys[] = {
    SECTION("opening", CC_S_MAP, OPTIONAL, leavers_opening_keys,
            "Care leavers served at the start, by age."),
    QUANTITY("attrition_per_year", OPTIONAL, CC_U_PER_YEAR, 0.0, YEARLY_RATE,
             "Rate at which they lose touch."),
    QUANTITY("caseload", OPTIONAL, CC_U_COUNT, 0.1, 1000.0,
             "Care leavers for each personal adviser."),
    QUANTITY("cost_per_adviser", OPTIONAL, CC_U_GBP_PER_YEAR, 0.0, 1e7,
             "Pounds a year for a personal adviser."),
    SUBJECTIVE("employees"),
    END};

/* ---- money ----------------------------------------------------------------------------------- */

static const cc_schema one_off_keys[] = {
    TEXT("title", OPTIONAL, "How tables call it."),
    WORD("flow", NEEDED, flows, "The flow of children that it hangs on."),
    QUANTITY("amount", NEEDED, CC_U_GBP, 0.0, 1e7, "Pounds for each child."),
    QUANTITY_ELSE("share", CC_U_SHARE, 0.0, 1.0, "100%", "Share of the children it is paid for."),
    SUBJECTIVE("third_party_payments"),
    END};

static const cc_schema one_off_item[] = {
    SECTION("cost", CC_S_MAP, OPTIONAL, one_off_keys, "A cost of an entry or an exit."), END};

#define HEADING(key_) QUANTITY(key_, OPTIONAL, CC_U_SHARE, 0.0, 1.0, "Share under this heading.")
static const cc_schema split_keys[] = {HEADING("employees"),
                                       HEADING("premises"),
                                       HEADING("transport"),
                                       HEADING("supplies_and_services"),
                                       HEADING("third_party_payments"),
                                       HEADING("transfer_payments"),
                                       END};

#define SPLIT                                                                                      \
  SECTION("split", CC_S_MAP, OPTIONAL, split_keys,                                                 \
          "Shares of it under other headings; what is left stands under `subjective`.")

static const cc_schema service_keys[] = {
    TEXT("title", OPTIONAL, "How tables call it."),
    SPENT("cost", NEEDED, CC_U_GBP_PER_YEAR, -POUNDS, POUNDS, "Pounds a year."),
    SUBJECTIVE("employees"),
    SPLIT,
    {.key = "fte",
     .kind = CC_S_QUANTITY,
     .unit = CC_U_COUNT,
     .high = 1e6,
     .doc = "Full-time equivalents, for the record.",
     .spent = true,
     .record = true},
    WORD_ELSE("delivery_model", delivery_models, "transfer",
              "Who delivers; out_of_scope is not counted."),
    END};

static const cc_schema service_item[] = {
    SECTION("service", CC_S_MAP, OPTIONAL, service_keys, "A yearly line that is no placement."),
    END};

static const cc_schema unmodelled_keys[] = {
    TEXT("title", OPTIONAL, "How tables call it."),
    SPENT("cost", NEEDED, CC_U_GBP_PER_YEAR, -POUNDS, POUNDS, "Pounds a year."),
    {.key = "known_budget",
     .kind = CC_S_BOOL,
     .doc = "Whether the first year's spending is known: in each draw this line gives way to it.",
     .otherwise = "no"},
    SUBJECTIVE("employees"),
    SPLIT,
    END};

static const cc_schema effect_keys[] = {
    TEXT("target", NEEDED, "Path of the parameters it changes; * and ** stand for any."),
    QUANTITY("multiply", OPTIONAL, CC_U_FACTOR, 0.0, 100.0, "Factor on the value."),
    QUANTITY("add", OPTIONAL, CC_U_TARGET, -1e12, 1e12, "What is added, in the target's unit."),
    QUANTITY("set", OPTIONAL, CC_U_TARGET, -1e12, 1e12, "The new value, in the target's unit."),
    LEAF("from", CC_S_DATE, OPTIONAL, "Month or financial year it begins."),
    LEAF("until", CC_S_DATE, OPTIONAL, "Month or financial year it ends, included."),
    LEAF("ramp", CC_S_DURATION, OPTIONAL, "Time over which it grows in a straight line."),
    END};

static const cc_schema effect_item[] = {{.key = "effect",
                                         .kind = CC_S_MAP,
                                         .children = effect_keys,
                                         .words = one_change,
                                         .doc = "A change of parameters over time."},
                                        END};

static const cc_schema bid_capital_keys[] = {
    QUANTITY("amount", NEEDED, CC_U_GBP, 0.0, POUNDS, "Pounds."),
    LEAF("in", CC_S_YEAR, NEEDED, "The financial year it is spent in."),
    QUANTITY("life", NEEDED, CC_U_NONE, 1.0, 100.0, "Years over which it wears off."),
    QUANTITY_ELSE("interest", CC_U_SHARE, 0.0, 1.0, "0%", "Interest a year on what is owed."), END};

static const cc_schema intervention_keys[] = {
    TEXT("title", OPTIONAL, "How tables call it."),
    {.key = "active", .kind = CC_S_BOOL, .doc = "Whether it counts.", .otherwise = "yes"},
    QUANTITY_ELSE("delivery", CC_U_SHARE, 0.0, 1.0, "100%", "Share of the effect that is reached."),
    SPENT("cost", OPTIONAL, CC_U_GBP_PER_YEAR, 0.0, POUNDS, "Pounds a year that it costs."),
    SPENT("benefit", OPTIONAL, CC_U_GBP_PER_YEAR, 0.0, POUNDS,
          "Pounds a year that it saves, where no effects say so."),
    ENTRIES("effects", by_target, effect_item, "What it changes."),
    SUBJECTIVE("supplies_and_services"),
    SPLIT,
    SECTION("capital", CC_S_MAP, OPTIONAL, bid_capital_keys, "What it takes to build."),
    INTEGER("horizon", OPTIONAL, 1, 25, "Years of its whole life, from the first year on."),
    QUANTITY("optimism_bias", OPTIONAL, CC_U_SHARE, 0.0, 2.0,
             "How much dearer than planned it may be, in its appraisal."),
    END};

static const cc_schema intervention_item[] = {
    SECTION("intervention", CC_S_MAP, OPTIONAL, intervention_keys, "A change over time."), END};

static const cc_schema invest_keys[] = {
    QUANTITY_ELSE("discount_rate", CC_U_GROWTH, 0.0, 0.3, "3.5%", "Real discount rate."),
    REFERENCE("deflator", OPTIONAL, to_indexes, "Index that turns nominal pounds to real ones."),
    END};

static const cc_schema correlation_keys[] = {
    LIST("between", NEEDED, 2, 2, text_item, "Paths of two uncertain parameters."),
    QUANTITY("coefficient", NEEDED, CC_U_NONE, -1.0, 1.0, "Of the Gaussian copula, -1 to 1."), END};

static const cc_schema correlation_item[] = {
    SECTION("correlation", CC_S_MAP, OPTIONAL, correlation_keys, "Two figures that move together."),
    END};

static const cc_schema line_keys[] = {
    TEXT("title", OPTIONAL, "How tables call it."),
    SPENT("amount", NEEDED, CC_U_GBP_PER_YEAR, -POUNDS, POUNDS, "Pounds a year."),
    LEAF("in", CC_S_YEAR, OPTIONAL, "The one financial year it counts in."),
    LEAF("from", CC_S_YEAR, OPTIONAL, "The first financial year it counts in."),
    LEAF("until", CC_S_YEAR, OPTIONAL, "The last financial year it counts in."),
    WORD_ELSE("recurrence", recurrences, "recurrent",
              "one_off falls out of the contract sum after it."),
    QUANTITY_ELSE("delivery", CC_U_SHARE, 0.0, 1.0, "100%", "Share of it that is reached."),
    END};

static const cc_schema line_item[] = {
    SECTION("line", CC_S_MAP, OPTIONAL, line_keys, "A named amount."), END};

static const cc_schema group_keys[] = {TEXT("title", OPTIONAL, "How tables call it."),
                                       SECTION("lines", CC_S_DICT, NEEDED, line_item, "Its lines."),
                                       END};

static const cc_schema group_item[] = {
    SECTION("group", CC_S_MAP, OPTIONAL, group_keys, "Lines under one heading."), END};

static const cc_schema base_index_keys[] = {
    QUANTITY("share", NEEDED, CC_U_SHARE, 0.0, 1.0, "Share of the sub-total."),
    REFERENCE("index", NEEDED, to_indexes, "The index that it rises by."),
    LEAF("in", CC_S_YEAR, OPTIONAL, "The one financial year it counts in."),
    LEAF("from", CC_S_YEAR, OPTIONAL, "The first financial year it counts in."),
    LEAF("until", CC_S_YEAR, OPTIONAL, "The last financial year it counts in."),
    END};

static const cc_schema base_index_item[] = {
    SECTION("index", CC_S_MAP, OPTIONAL, base_index_keys, "An index on part of the sub-total."),
    END};

static const cc_schema indexation_keys[] = {
    SECTION("stated", CC_S_MAP, OPTIONAL, line_keys, "A stated uplift."),
    SECTION("on_base", CC_S_DICT, OPTIONAL, base_index_item,
            "Indexes on parts of the sub-total before indexation."),
    LEAF("modelled_from", CC_S_YEAR, OPTIONAL,
         "From this year on, the price part of the modelled expenditure."),
    END};

static const cc_schema pressures_keys[] = {
    SECTION("stated", CC_S_DICT, OPTIONAL, group_item, "Stated pressures."),
    SECTION("mitigations", CC_S_DICT, OPTIONAL, group_item,
            "Savings, positive, taken off as agreed; what is not delivered of them is spent."),
    LEAF("modelled_from", CC_S_YEAR, OPTIONAL,
         "From this year on, volume, mix and what is decided about services, as modelled."),
    END};

static const cc_schema council_keys[] = {
    QUANTITY("contract_sum", NEEDED, CC_U_GBP_PER_YEAR, 0.0, POUNDS,
             "The contract sum that the council plans for the first year."),
    QUANTITY("increase_per_year", NEEDED, CC_U_GBP_PER_YEAR, -POUNDS, POUNDS,
             "By how much it rises each year."),
    END};

static const cc_schema contract_keys[] = {
    QUANTITY("brought_forward", NEEDED, CC_U_GBP_PER_YEAR, 0.0, POUNDS,
             "The contract sum of the year before the first."),
    SECTION("permanent_adjustments", CC_S_DICT, OPTIONAL, line_item, "Such as grants moved in."),
    SECTION("indexation", CC_S_MAP, OPTIONAL, indexation_keys, "For pay and prices."),
    SECTION("demand_pressures", CC_S_MAP, OPTIONAL, pressures_keys,
            "Extra cost from volume and mix, less mitigations."),
    SECTION("contract_changes", CC_S_DICT, OPTIONAL, line_item,
            "Such as pension rates and growth funding."),
    QUANTITY("grants_via_council", OPTIONAL, CC_U_GBP_PER_YEAR, 0.0, POUNDS,
             "The part of the contract sum that is grant."),
    QUANTITY("other_grants_and_contributions", OPTIONAL, CC_U_GBP_PER_YEAR, 0.0, POUNDS,
             "Income beside the contract sum."),
    SECTION("council_assumption", CC_S_MAP, OPTIONAL, council_keys,
            "What the council itself plans to pay."),
    QUANTITY("gain_share", OPTIONAL, CC_U_SHARE, 0.0, 1.0, "The council's share of a surplus."),
    QUANTITY("risk_share", OPTIONAL, CC_U_SHARE, 0.0, 1.0, "The council's share of an overspend."),
    QUANTITY("reserves", OPTIONAL, CC_U_GBP, -POUNDS, POUNDS, "The trust's reserves at the start."),
    QUANTITY("reserves_floor", OPTIONAL, CC_U_GBP, -POUNDS, POUNDS,
             "What the reserves are not to fall below (0 where nothing is written)."),
    END};

static const cc_schema published_keys[] = {
    TEXT("title", OPTIONAL, "What the paper calls it."),
    TEXT("measure", NEEDED, "A measure's name, or arithmetic over measures and numbers."),
    LEAF("year", CC_S_YEAR, OPTIONAL, "The financial year."),
    TEXT("printed", NEEDED, "As printed, in quotes: \"201.1\"."),
    WORD("unit", OPTIONAL, printed_units, "The unit it is printed in."),
    TEXT("own_inconsistency", OPTIONAL, "Why the paper disagrees with itself here."),
    END};

static const cc_schema published_item[] = {
    SECTION("figure", CC_S_MAP, OPTIONAL, published_keys, "A figure in print."), END};

/* ---- the whole ------------------------------------------------------------------------------- */

static const cc_schema band_item[] = {
    INTEGER("age", OPTIONAL, 0.0, 17.0, "Lower age of a band, in years."), END};

static const cc_schema index_item[] = {
    QUANTITY("index", OPTIONAL, CC_U_GROWTH, -0.5, 1.0, "Yearly growth, stepping each 1 April."),
    END};

static const cc_schema residents_item[] = {
    QUANTITY("residents", OPTIONAL, CC_U_COUNT, 0.0, RESIDENTS, "Residents of the band."), END};

static const cc_schema root_keys[] = {
    INTEGER("carecast", NEEDED, 1.0, 1.0, "The version of this language: 1."),
    LEAF("id", CC_S_NAME, OPTIONAL, "How tables call the scenario; else the file's name."),
    TEXT("title", NEEDED, "The scenario in a few words."),
    TEXT("notes", OPTIONAL, "Anything a reader should know."),
    TEXT("extends", OPTIONAL, "Another scenario that this one is laid over: a relative path."),
    LEAF("start", CC_S_YEAR, NEEDED, "The first financial year, such as 2020/21."),
    {.key = "years",
     .kind = CC_S_INTEGER,
     .low = 1.0,
     .high = CC_MAX_YEARS,
     .doc = "How many years are projected.",
     .otherwise = "5"},
    SECTION("sources", CC_S_DICT, OPTIONAL, text_item, "Where figures can be looked up."),
    LIST("bands", OPTIONAL, 1, CC_MAX_BANDS, band_item, "Lower ages of the age bands, in years."),
    SECTION("indexes", CC_S_DICT, OPTIONAL, index_item, "Yearly growth of prices."),
    SECTION("population", CC_S_BANDS, OPTIONAL, residents_item, "Residents by age band."),
    SECTION("placements", CC_S_DICT, OPTIONAL, placement_item, "Where children in care live."),
    SECTION("children_in_care", CC_S_MAP, OPTIONAL, care_keys, "Stock, entries, exits and moves."),
    SECTION("caps", CC_S_DICT, OPTIONAL, cap_item, "Ceilings on the children in care."),
    SECTION("care_leavers", CC_S_MAP, OPTIONAL, leavers_keys, "Care leavers up to 25."),
    SECTION("one_off_costs", CC_S_DICT, OPTIONAL, one_off_item, "Costs that hang on a flow."),
    SECTION("services", CC_S_DICT, OPTIONAL, service_item, "Everything that is no placement."),
    SECTION("unmodelled", CC_S_MAP, OPTIONAL, unmodelled_keys,
            "What the model does not explain of the base year's budget."),
    SECTION("interventions", CC_S_DICT, OPTIONAL, intervention_item, "Changes over time."),
    SECTION("invest_to_save", CC_S_MAP, OPTIONAL, invest_keys, "How bids are judged."),
    ENTRIES("correlations", by_pair, correlation_item, "Figures that move together."),
    SECTION("contract", CC_S_MAP, OPTIONAL, contract_keys, "The contract sum."),
    SECTION("capital", CC_S_DICT, OPTIONAL, group_item, "Capital, apart from revenue."),
    ENTRIES("published", by_measure, published_item,
            "Figures in print, set beside what is computed."),
    END};

static const cc_schema root = {
    .key = "scenario", .kind = CC_S_MAP, .children = root_keys, .doc = "A carecast scenario."};

const cc_schema *cc_schema_under(const cc_schema *schema, const char *key) {
  if (schema == NULL || schema->kind != CC_S_MAP) {
    return schema != NULL ? schema->children : NULL;
  }
  for (const cc_schema *child = schema->children; child->key != NULL; child++) {
    if (child->key[0] == key[0] && strcmp(child->key, key) == 0) {
      return child;
    }
  }
  return NULL;
}

const cc_schema *cc_schema_root(void) {
  return &root;
}

const cc_schema *cc_schema_growth(void) {
  return &growth_schema;
}
