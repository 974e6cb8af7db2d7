"""The screen of the front desk. It imports `scheduling`, never the other way, and owns no rule and no data."""
