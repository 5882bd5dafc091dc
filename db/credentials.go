package db

import (
	"database/sql"
	"fmt"
	"strings"

	"huiyin/huiyin"
)

// credentialSum is the fingerprint of what people prove themselves by: passwords, second factors in use, recovery codes
// (rule J2). The journal seals it with every entry that goes with a change of them, so that none can be changed from
// outside. In an entry it stands after a colon, behind the company's fingerprint where there is one.
func credentialSum(q querier) (string, error) {
	h := newSum()
	for _, part := range []struct {
		name, query string
		cols        []string
	}{
		{"person", "SELECT account, password, CAST(given AS TEXT) FROM person ORDER BY account",
			[]string{"account", "password", "given"}},
		{"second_factor", "SELECT account, secret, CAST(since AS TEXT) FROM second_factor WHERE since > 0 " +
			"ORDER BY account",
			[]string{"account", "secret", "since"}},
		{"recovery_code", "SELECT account, hash, '' FROM recovery_code ORDER BY account, hash",
			[]string{"account", "hash", "none"}},
	} {
		err := q.query(part.query, nil, func(rows *sql.Rows) error {
			for rows.Next() {
				var a, b, c string
				if err := rows.Scan(&a, &b, &c); err != nil {
					return err
				}
				sumRow(h, part.name, part.cols, []any{a, b, c})
			}
			return nil
		})
		if err != nil {
			return "", fmt.Errorf("credentials: %w", err)
		}
	}
	return ":" + hexSum(h), nil
}

// appendSealed is append for an entry that goes with a change of credentials.
func (t *tx) appendSealed(entries ...huiyin.Entry) error {
	sum, err := credentialSum(t)
	if err != nil {
		return err
	}
	return t.append(entries, sum)
}

// sealed takes an entry's fingerprint apart.
func (v *Verdict) sealed(sum string, company *string) {
	own, credentials, some := strings.Cut(sum, ":")
	if own != "" {
		*company = own
	}
	if some {
		v.credentials = ":" + credentials
	}
}

// verifyCredentials compares them with what the journal last sealed. An older huiyin has sealed none.
func verifyCredentials(q querier, v *Verdict) error {
	if v.credentials == "" {
		return nil
	}
	sum, err := credentialSum(q)
	if err == nil && sum != v.credentials {
		v.wrong("passwords, second factors or recovery codes differ from what the journal last sealed")
	}
	return err
}
