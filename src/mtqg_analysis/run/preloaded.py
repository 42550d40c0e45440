"""What `multiprocessing`'s server imports before the first process is forked from it."""

import atexit
import gc

from mtqg_analysis.run.warm import warm_up

warm_up()
gc.freeze()  # else a child that looks for garbage copies every page that it shares
atexit.register(gc.unfreeze)  # so that the server can take its libraries down
