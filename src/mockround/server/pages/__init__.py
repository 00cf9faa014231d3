"""One module per page of the site; the file list is the site map."""
