// The official CloudEvents SDK for Go as a peer; see exchange.h for what it agrees to. Single
// events come in by the SDK's receive handler and go out by its client; it has functions for
// batches, which neither of the two uses.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"time"

	protobuf "github.com/cloudevents/sdk-go/binding/format/protobuf/v2"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/cloudevents/sdk-go/v2/binding"
	"github.com/cloudevents/sdk-go/v2/binding/format"
	"github.com/cloudevents/sdk-go/v2/client"
	"github.com/cloudevents/sdk-go/v2/event"
	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"
	"github.com/cloudevents/sdk-go/v2/types"
)

// attribute, data and description are the neutral form of an event, as in event_description.h.
type attribute struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

type data struct {
	Kind   string `json:"kind"`
	Base64 []byte `json:"base64"`
}

type description struct {
	Attributes map[string]attribute `json:"attributes"`
	Data       *data                `json:"data,omitempty"`
}

type order struct {
	To     string        `json:"to"`
	Mode   string        `json:"mode"`
	Format string        `json:"format"`
	Events []description `json:"events"`
}

// formatTime keeps the offset, which the SDK's own function does not.
func formatTime(t time.Time) string {
	return t.Format(time.RFC3339Nano)
}

func describeExtension(value any) (attribute, error) {
	switch v := value.(type) {
	case bool:
		return attribute{"Boolean", types.FormatBool(v)}, nil
	case int32:
		return attribute{"Integer", types.FormatInteger(v)}, nil
	case string:
		return attribute{"String", v}, nil
	case []byte:
		return attribute{"Binary", base64.StdEncoding.EncodeToString(v)}, nil
	case types.URI:
		return attribute{"URI", v.String()}, nil
	case types.URIRef:
		return attribute{"URI-reference", v.String()}, nil
	case types.Timestamp:
		return attribute{"Timestamp", formatTime(v.Time)}, nil
	default:
		return attribute{}, fmt.Errorf("an extension of type %T", value)
	}
}

func describe(e event.Event, inJSON bool) (description, error) {
	attributes := map[string]attribute{}
	texts := map[string]string{
		"specversion":     e.SpecVersion(),
		"id":              e.ID(),
		"source":          e.Source(),
		"type":            e.Type(),
		"datacontenttype": e.DataContentType(),
		"dataschema":      e.DataSchema(),
		"subject":         e.Subject(),
	}
	for name, text := range texts {
		if text != "" {
			attributes[name] = attribute{"String", text}
		}
	}
	if !e.Time().IsZero() {
		attributes["time"] = attribute{"Timestamp", formatTime(e.Time())}
	}
	for name, value := range e.Extensions() {
		described, err := describeExtension(value)
		if err != nil {
			return description{}, err
		}
		attributes[name] = described
	}
	if e.Data() == nil {
		return description{attributes, nil}, nil
	}
	// An application gets bytes; that they are JSON where no media type says so, the format has said.
	if inJSON && !e.DataBase64 && e.DataContentType() == "" {
		return description{attributes, &data{"json", e.Data()}}, nil
	}
	return description{attributes, &data{"binary", e.Data()}}, nil
}

func receive(r *http.Request) ([]description, error) {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/cloudevents-batch") {
		events, err := cehttp.NewEventsFromHTTPRequest(r)
		if err != nil {
			return nil, err
		}
		descriptions := []description{}
		for _, e := range events {
			described, err := describe(e, true)
			if err != nil {
				return nil, err
			}
			descriptions = append(descriptions, described)
		}
		return descriptions, nil
	}
	return receiveOne(r)
}

// receiveOne lets the SDK's receive handler answer, and keeps what the handler called us with.
func receiveOne(r *http.Request) ([]description, error) {
	protocol, err := cloudevents.NewHTTP()
	if err != nil {
		return nil, err
	}
	inJSON := strings.HasPrefix(r.Header.Get("Content-Type"), cloudevents.ApplicationCloudEventsJSON)
	var descriptions []description
	var failure error
	handler, err := client.NewHTTPReceiveHandler(r.Context(), protocol, func(e event.Event) {
		described, err := describe(e, inJSON)
		descriptions, failure = []description{described}, err
	})
	if err != nil {
		return nil, err
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, r)
	if failure != nil {
		return nil, failure
	}
	if answer.Code/100 != 2 || descriptions == nil {
		return nil, fmt.Errorf("the receive handler answers %d: %s", answer.Code, answer.Body)
	}
	return descriptions, nil
}

// valueOf gives an attribute the Go type that the SDK has for it.
func valueOf(a attribute) (any, error) {
	switch a.Type {
	case "Boolean":
		return types.ParseBool(a.Text)
	case "Integer":
		return types.ParseInteger(a.Text)
	case "Binary":
		return types.ParseBinary(a.Text)
	case "URI":
		if uri := types.ParseURI(a.Text); uri != nil {
			return *uri, nil
		}
		return nil, fmt.Errorf("no URI: %q", a.Text)
	case "URI-reference":
		reference, err := url.Parse(a.Text)
		if err != nil {
			return nil, err
		}
		return types.URIRef{URL: *reference}, nil
	case "Timestamp":
		return types.ParseTime(a.Text)
	default:
		return a.Text, nil
	}
}

func build(d description) (event.Event, error) {
	e := event.New()
	for name, a := range d.Attributes {
		switch name {
		case "specversion":
			e.SetSpecVersion(a.Text)
		case "id":
			e.SetID(a.Text)
		case "source":
			e.SetSource(a.Text)
		case "type":
			e.SetType(a.Text)
		case "datacontenttype":
			e.SetDataContentType(a.Text)
		case "dataschema":
			e.SetDataSchema(a.Text)
		case "subject":
			e.SetSubject(a.Text)
		case "time":
			t, err := types.ParseTime(a.Text)
			if err != nil {
				return e, err
			}
			e.SetTime(t)
		default:
			value, err := valueOf(a)
			if err != nil {
				return e, err
			}
			e.SetExtension(name, value)
		}
	}
	if d.Data == nil {
		return e, nil
	}
	return e, e.SetData(e.DataContentType(), dataOf(e, d.Data))
}

// dataOf gives data to the SDK as what it has a codec for, and as bytes otherwise.
func dataOf(e event.Event, d *data) any {
	switch e.DataMediaType() {
	case "", "application/json", "text/json":
		if d.Kind == "json" {
			return json.RawMessage(d.Base64)
		}
	case "text/plain":
		if d.Kind == "text" {
			return string(d.Base64)
		}
	}
	return d.Base64
}

func send(ctx context.Context, o order) error {
	events := []event.Event{}
	for _, described := range o.Events {
		e, err := build(described)
		if err != nil {
			return err
		}
		events = append(events, e)
	}
	switch {
	case o.Mode == "batched":
		return sendBatch(ctx, o, events)
	case o.Mode == "binary":
		ctx = binding.WithForceBinary(ctx)
	case o.Format == "json":
		ctx = binding.UseFormatForEvent(binding.WithForceStructured(ctx), format.JSON)
	case o.Format == "protobuf":
		ctx = binding.UseFormatForEvent(binding.WithForceStructured(ctx), protobuf.Protobuf)
	default:
		return fmt.Errorf("the SDK has no %s format", o.Format)
	}
	protocol, err := cloudevents.NewHTTP(cloudevents.WithTarget(o.To))
	if err != nil {
		return err
	}
	// NewClientHTTP would have the client fill in a time.
	sender, err := cloudevents.NewClient(protocol)
	if err != nil {
		return err
	}
	if result := sender.Send(ctx, events[0]); !cloudevents.IsACK(result) {
		return result
	}
	return nil
}

func sendBatch(ctx context.Context, o order, events []event.Event) error {
	if o.Format != "json" {
		return errors.New("the SDK has batches in JSON only")
	}
	request, err := cehttp.NewHTTPRequestFromEvents(ctx, o.To, events)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("the receiver answered %s", response.Status)
	}
	return response.Body.Close()
}

func main() {
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, body any, err error) {
		if err != nil {
			// Whatever it is, the SDK has not understood the message or the event.
			http.Error(w, err.Error(), http.StatusUnprocessableEntity)
			return
		}
		if err := json.NewEncoder(w).Encode(body); err != nil {
			log.Print(err)
		}
	}
	mux.HandleFunc("POST /receive", func(w http.ResponseWriter, r *http.Request) {
		descriptions, err := receive(r)
		answer(w, descriptions, err)
	})
	mux.HandleFunc("POST /send", func(w http.ResponseWriter, r *http.Request) {
		var o order
		err := json.NewDecoder(r.Body).Decode(&o)
		if err == nil {
			err = send(r.Context(), o)
		}
		answer(w, []description{}, err)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		log.Fatal(http.Serve(listener, mux))
	}()
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	_, _ = io.Copy(io.Discard, os.Stdin)
}
