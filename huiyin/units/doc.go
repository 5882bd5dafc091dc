// Package units is the register of a site's units and of whose they are when (rule B11): imported, looked up, corrected by
// hand.
package units
