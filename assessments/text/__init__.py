"""Text that everybody speaks through: messages said later, words by language, complaints. Knows no numbers."""
