"""What goes out to other institutions by right or by consent: feeds, files, receipts."""
