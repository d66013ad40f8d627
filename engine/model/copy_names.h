/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_COPY_NAMES_H
#define CC_MODEL_COPY_NAMES_H

/* Included by the build before a source of a projection that it compiles once more, for other
 * instructions or with several lanes: gives everything with external linkage in those sources the
 * name of the copy at its end, cc_entries_avx2, so that the copies can stand beside one
 * another. A name that is missing here is a symbol defined twice when the room is linked. */
#ifdef CC_COPY

#define CC_JOIN(name, way) name##_##way
#define CC_JOIN_EXPANDED(name, way) CC_JOIN(name, way)
#define CC_NAMED(name) CC_JOIN_EXPANDED(name, CC_COPY)

/* numeric/age_spread.c */
#define cc_age_curves CC_NAMED(cc_age_curves)
/* generator.c */
#define cc_generator_integrals CC_NAMED(cc_generator_integrals)
#define cc_generator_norm CC_NAMED(cc_generator_norm)
/* row_product.c */
#define cc_row_product CC_NAMED(cc_row_product)
#define cc_rows_product CC_NAMED(cc_rows_product)
/* appraisal.c */
#define cc_appraisal_lay_out CC_NAMED(cc_appraisal_lay_out)
#define cc_appraisal_payback CC_NAMED(cc_appraisal_payback)
#define cc_appraisal_run CC_NAMED(cc_appraisal_run)
/* band_step.c */
#define cc_band_step_solve CC_NAMED(cc_band_step_solve)
#define cc_states_reached CC_NAMED(cc_states_reached)
/* capacity.c */
#define cc_capacity_fill CC_NAMED(cc_capacity_fill)
#define cc_capacity_lay_out CC_NAMED(cc_capacity_lay_out)
#define cc_capacity_overflow CC_NAMED(cc_capacity_overflow)
/* capital.c */
#define cc_capital_lay_out CC_NAMED(cc_capital_lay_out)
#define cc_capital_run CC_NAMED(cc_capital_run)
/* caps.c */
#define cc_cap_binding CC_NAMED(cc_cap_binding)
#define cc_caps_divert CC_NAMED(cc_caps_divert)
#define cc_caps_lay_out CC_NAMED(cc_caps_lay_out)
#define cc_caps_report CC_NAMED(cc_caps_report)
/* care_leavers.c */
#define cc_care_leavers_lay_out CC_NAMED(cc_care_leavers_lay_out)
#define cc_care_leavers_month CC_NAMED(cc_care_leavers_month)
#define cc_care_leavers_open CC_NAMED(cc_care_leavers_open)
#define cc_care_leavers_years CC_NAMED(cc_care_leavers_years)
/* children_in_care.c */
#define cc_children_in_care_close CC_NAMED(cc_children_in_care_close)
#define cc_children_in_care_enter CC_NAMED(cc_children_in_care_enter)
#define cc_children_in_care_keep CC_NAMED(cc_children_in_care_keep)
#define cc_children_in_care_lay_out CC_NAMED(cc_children_in_care_lay_out)
#define cc_children_in_care_open CC_NAMED(cc_children_in_care_open)
#define cc_children_in_care_run CC_NAMED(cc_children_in_care_run)
/* cohorts.c */
#define cc_cohorts_advance CC_NAMED(cc_cohorts_advance)
#define cc_cohorts_displace CC_NAMED(cc_cohorts_displace)
#define cc_cohorts_in_placement CC_NAMED(cc_cohorts_in_placement)
#define cc_cohorts_oldest CC_NAMED(cc_cohorts_oldest)
#define cc_cohorts_open CC_NAMED(cc_cohorts_open)
#define cc_cohorts_solve CC_NAMED(cc_cohorts_solve)
#define cc_flows_clear CC_NAMED(cc_flows_clear)
/* contract.c */
#define cc_contract_lay_out CC_NAMED(cc_contract_lay_out)
#define cc_contract_run CC_NAMED(cc_contract_run)
/* decompose.c */
#define cc_account_read CC_NAMED(cc_account_read)
#define cc_decompose CC_NAMED(cc_decompose)
/* entry_ages.c */
#define cc_entry_ages_follow CC_NAMED(cc_entry_ages_follow)
#define cc_entry_shares CC_NAMED(cc_entry_shares)
/* identities.c */
#define cc_identities_check CC_NAMED(cc_identities_check)
/* invest_to_save.c */
#define cc_block_of_bids CC_NAMED(cc_block_of_bids)
#define cc_count_bids CC_NAMED(cc_count_bids)
#define cc_invest_lay_out CC_NAMED(cc_invest_lay_out)
#define cc_invest_payback CC_NAMED(cc_invest_payback)
#define cc_invest_run CC_NAMED(cc_invest_run)
/* line.c */
#define cc_block_amount CC_NAMED(cc_block_amount)
#define cc_block_of_groups CC_NAMED(cc_block_of_groups)
#define cc_fill_groups CC_NAMED(cc_fill_groups)
#define cc_line_agreed CC_NAMED(cc_line_agreed)
#define cc_line_amount CC_NAMED(cc_line_amount)
/* opening.c */
#define cc_opening_stock CC_NAMED(cc_opening_stock)
/* parameter.c */
#define cc_parameters_expand CC_NAMED(cc_parameters_expand)
#define cc_price_part CC_NAMED(cc_price_part)
#define cc_year_value CC_NAMED(cc_year_value)
/* placement_cost.c */
#define cc_contributions_per_week CC_NAMED(cc_contributions_per_week)
#define cc_placement_cost_lay_out CC_NAMED(cc_placement_cost_lay_out)
#define cc_placement_cost_run CC_NAMED(cc_placement_cost_run)
/* population.c */
#define cc_entries CC_NAMED(cc_entries)
#define cc_entries_of_source CC_NAMED(cc_entries_of_source)
#define cc_entries_by_band CC_NAMED(cc_entries_by_band)
#define cc_first_placements_read CC_NAMED(cc_first_placements_read)
#define cc_first_placements_update CC_NAMED(cc_first_placements_update)
#define cc_first_state CC_NAMED(cc_first_state)
#define cc_has_population CC_NAMED(cc_has_population)
#define cc_residents CC_NAMED(cc_residents)
/* projection.c */
#define cc_plan_lay_out CC_NAMED(cc_plan_lay_out)
#define cc_project_variants CC_NAMED(cc_project_variants)
#define cc_results_create CC_NAMED(cc_results_create)
#define cc_results_free CC_NAMED(cc_results_free)
#define cc_workspace_create CC_NAMED(cc_workspace_create)
#define cc_workspace_free CC_NAMED(cc_workspace_free)
/* savings.c */
#define cc_savings_lay_out CC_NAMED(cc_savings_lay_out)
#define cc_savings_run_year CC_NAMED(cc_savings_run_year)
/* services.c */
#define cc_put_under_headings CC_NAMED(cc_put_under_headings)
#define cc_services_lay_out CC_NAMED(cc_services_lay_out)
#define cc_services_run CC_NAMED(cc_services_run)
/* unit_costs.c */
#define cc_unit_costs_lay_out CC_NAMED(cc_unit_costs_lay_out)
#define cc_unit_costs_run CC_NAMED(cc_unit_costs_run)
/* wide_lanes.c */
#define cc_wide_copy CC_NAMED(cc_wide_copy)

#endif

#endif
