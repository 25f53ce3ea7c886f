"""What people and programs read of an analysed call: report.json, report.html, the line at the end."""
