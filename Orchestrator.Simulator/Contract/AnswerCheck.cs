using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Requests;

namespace Orchestrator.Simulator.Contract;

/// <summary>Holds the simulator's own answers against the contract.</summary>
internal sealed class AnswerCheck(ContractValidator contract)
{
    /// <exception cref="InvalidOperationException">The answer is one that Azure does not give: the simulator is wrong, not its client.</exception>
    public void Check(ArmRequest request, ArmResponse response)
    {
        if (Violation(request, response) is { } violation)
        {
            throw new InvalidOperationException($"Simulated Azure would break Azure's contract: {request.Method} {request.Path} is answered {response.Status}: {violation}\n{response.Body?.ToJsonString()}");
        }
    }

    private string? Violation(ArmRequest request, ArmResponse response)
    {
        if (response.Status >= 400)
        {
            var error = response.Body?["error"] ?? response.Body;
            return request.Method is "HEAD" || (error?["code"] is JsonValue && error["message"] is JsonValue) ? null : "an error needs a code and a message.";
        }

        // What Azure's published contract leaves out, such as the polling of operations, has nothing to be held against.
        if (OperationCatalog.Instance.Find(request.Method, request.Path) is not { } operation)
        {
            return null;
        }

        if (!operation.Responses.TryGetValue(response.Status, out var schema))
        {
            return $"{operation.Id} declares {string.Join(", ", operation.Responses.Keys)} only.";
        }

        return schema is null ? null : Violation(operation, schema, response.Body);
    }

    private string? Violation(ContractOperation operation, string schema, JsonNode? body)
    {
        if (body is null)
        {
            return $"{operation.Id} declares a body.";
        }

        try
        {
            contract.Normalize(operation.File, schema, ContractBody.Response, body);
            return null;
        }
        catch (ContractViolationException violation)
        {
            return violation.Message;
        }
    }
}
