// Sources come here.
