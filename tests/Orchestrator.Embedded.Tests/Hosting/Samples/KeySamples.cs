using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Orchestrator.Embedded.Tests.Hosting.Samples;

internal static class KeySamples
{
    [Function("Open")]
    public static string Open([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "in";

    [Function("Keyed")]
    public static string Keyed([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => "in";

    [Function("KeyedToo")]
    public static string KeyedToo([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => "in";

    [Function("ForSystem")]
    public static string ForSystem([HttpTrigger(AuthorizationLevel.System, "get")] HttpRequest request) => "in";

    [Function("ForAdmin")]
    public static string ForAdmin([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => "in";
}
