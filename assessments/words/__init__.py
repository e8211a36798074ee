"""What a yes, a mistake and a gap are called inside a sentence. Whole findings: report."""
