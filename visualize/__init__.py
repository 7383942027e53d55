"""What we show: maps and pages that open without internet."""
