"""Districts, cohorts, who is enrolled in them and who teaches them, for coordinators and operators."""
