"""The ledger: what was offered, answered and asked over days, in a database, with each status dated and evidenced."""
