//go:build !linux

package db_test

func limitFiles() {}
