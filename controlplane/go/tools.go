//go:build tools

// Package build names the two programs to compile, so that go.mod and go.sum hold what they need.
package build

import (
	_ "go.etcd.io/etcd/server/v3"
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
)
