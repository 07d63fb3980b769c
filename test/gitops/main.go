// Tells what Argo CD and Flux would say of objects: the first runs a health check in Lua, the second asks kstatus.
//
// Reads {"script": string, "objects": [object]} from stdin and writes one verdict an object to stdout:
// [{"argo": {"status", "message"}, "argoError": string, "flux": {"status", "message"}, "fluxError": string}].
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type request struct {
	Script  string            `json:"script"`
	Objects []json.RawMessage `json:"objects"`
}

type health struct {
	Status  string `json:"status"`
	Message string `json:"message,omitempty"`
}

type verdict struct {
	Argo      health `json:"argo"`
	ArgoError string `json:"argoError,omitempty"`
	Flux      health `json:"flux"`
	FluxError string `json:"fluxError,omitempty"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		return fmt.Errorf("reading the request: %w", err)
	}
	verdicts := make([]verdict, 0, len(asked.Objects))
	for _, raw := range asked.Objects {
		// UnmarshalJSON of unstructured makes int64 of whole numbers, as a live object has them.
		object := &unstructured.Unstructured{}
		if err := object.UnmarshalJSON(raw); err != nil {
			return fmt.Errorf("reading an object: %w", err)
		}
		verdicts = append(verdicts, judge(asked.Script, object))
	}
	return json.NewEncoder(os.Stdout).Encode(verdicts)
}

func judge(script string, object *unstructured.Unstructured) verdict {
	var said verdict
	if argo, err := healthOf(script, object); err != nil {
		said.ArgoError = err.Error()
	} else {
		said.Argo = argo
	}
	if flux, err := status.Compute(object); err != nil {
		said.FluxError = err.Error()
	} else {
		said.Flux = health{Status: string(flux.Status), Message: flux.Message}
	}
	return said
}

// With the libraries that Argo CD opens for a check from argocd-cm, and no other: a check that needs more fails here, not there.
func healthOf(script string, object *unstructured.Unstructured) (health, error) {
	machine := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer machine.Close()
	lua.OpenBase(machine)
	lua.OpenTable(machine)
	// Argo CD's own limit.
	limited, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	machine.SetContext(limited)
	machine.SetGlobal("obj", toLua(machine, object.Object))
	machine.SetTop(0)
	if err := machine.DoString(script); err != nil {
		return health{}, err
	}
	answer, isTable := machine.Get(-1).(*lua.LTable)
	if !isTable {
		return health{}, fmt.Errorf("the script returned %s, not a table", machine.Get(-1).Type())
	}
	state, isString := answer.RawGetString("status").(lua.LString)
	if !isString {
		return health{}, fmt.Errorf("the table holds no text as status")
	}
	message, _ := answer.RawGetString("message").(lua.LString)
	return health{Status: string(state), Message: string(message)}, nil
}

func toLua(machine *lua.LState, value any) lua.LValue {
	switch typed := value.(type) {
	case bool:
		return lua.LBool(typed)
	case string:
		return lua.LString(typed)
	case int64:
		return lua.LNumber(typed)
	case float64:
		return lua.LNumber(typed)
	case []any:
		list := machine.NewTable()
		for _, item := range typed {
			list.Append(toLua(machine, item))
		}
		return list
	case map[string]any:
		table := machine.NewTable()
		for key, item := range typed {
			table.RawSetString(key, toLua(machine, item))
		}
		return table
	default:
		return lua.LNil
	}
}
