// The sheet with an institution's code, and the page with a centre's token: print it, copy it.
import { startSmallThings } from "./small.js";

startSmallThings(document);
