using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Workflows;

/// <summary>AWS Step Functions: the answers that it takes.</summary>
internal sealed class WorkflowService
{
    private readonly RegionalStores<TaskStore> stores;

    private WorkflowService(RegionalStores<TaskStore> stores) => this.stores = stores;

    public static JsonService Create(RegionalStores<TaskStore> stores) => new(new SigningScope("states", SigningRegions.OfPartition), "AWSStepFunctions", new WorkflowService(stores).Operations())
    {
        InternalError = "InternalFailure",
        MessageMember = "message",
        SecretMembers = ["taskToken"],
    };

    private IEnumerable<JsonOperation> Operations() =>
    [
        Operation("SendTaskHeartbeat", (store, token, _) => store.Beat(token)),
        Operation("SendTaskSuccess", (store, token, members) => store.Succeed(token, members.RequiredText("output"))),
        Operation("SendTaskFailure", (store, token, members) => store.Fail(token, members.Text("error", 0, 256), members.Text("cause", 0, 32768))),
    ];

    private JsonOperation Operation(string name, Action<TaskStore, string, JsonMembers> answer) => new(name, _ => "*", context => stores.In(context.Region, store =>
    {
        answer(store, context.Members.RequiredText("taskToken"), context.Members);
        return new JsonObject();
    }))
    {
        Changes = true,
    };
}
