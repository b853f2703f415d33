"""A Slack bot that answers framework-choice questions from a curated knowledge base."""
