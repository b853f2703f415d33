"""
The edge to Slack: the only room that knows its words.

Text comes in, `bot.core.answers.answer` decides, a message goes out. Nothing here relies on who
stands behind the Web API, and nothing is kept in memory that a click after a restart would need.
"""
