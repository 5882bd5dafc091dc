package db

import (
	"errors"
	"hash"
	"slices"
	"strings"

	"huiyin/huiyin"
)

// The settings that say what the firm's own numbers are (I9) and what else tells of an emergency (I14), a line each.
const (
	ownPhones      = "own_phones"
	emergencyWords = "emergency_words"
)

func loadRecognition(q querier, o *huiyin.Org) error {
	query := "SELECT name, value FROM setting WHERE name IN ('own_phones', 'emergency_words')"
	return pairs(q, query, func(name, value string) error {
		lines := strings.FieldsFunc(value, func(r rune) bool { return r == '\n' })
		if name == ownPhones {
			o.OwnPhones = lines
		} else {
			o.EmergencyWords = lines
		}
		return nil
	})
}

// putRecognition stores them. Records with a number that is now the firm's own, or no longer, are filed anew.
func (t *tx) putRecognition(before, now *huiyin.Org) error {
	var errs []error
	if !slices.Equal(before.EmergencyWords, now.EmergencyWords) {
		errs = append(errs, t.set(emergencyWords, strings.Join(now.EmergencyWords, "\n")))
	}
	if !slices.Equal(before.OwnPhones, now.OwnPhones) {
		errs = append(errs, t.set(ownPhones, strings.Join(now.OwnPhones, "\n")))
		for _, line := range slices.Concat(before.OwnPhones, now.OwnPhones) {
			if !slices.Contains(before.OwnPhones, line) || !slices.Contains(now.OwnPhones, line) {
				errs = append(errs, t.fileByNumbers(huiyin.Phones(line)))
			}
		}
	}
	return errors.Join(errs...)
}

// sumRecognition adds them to the company's fingerprint.
func sumRecognition(h hash.Hash, o *huiyin.Org) {
	if len(o.OwnPhones)+len(o.EmergencyWords) > 0 {
		sumRow(h, "recognition", []string{ownPhones, emergencyWords}, []any{strings.Join(o.OwnPhones, "\n"),
			strings.Join(o.EmergencyWords, "\n")})
	}
}
