using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Tests.Access;

namespace Orchestrator.EndToEnd.Access;

/// <summary>The door of the whole app: who gets in, how far, and what those hear who do not.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData(Role.None)]
    [InlineData(Role.Reader)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Admin)]
    public async Task EveryFunction_LetsInItsRoleAndAbove_AndNamesTheRoleThatIsMissing(Role role)
    {
        await using var door = await Door.OpenAsync();
        foreach (var (function, method, path) in Functions())
        {
            var answer = await door.SendAsync(method, path, door.Token(role));
            var body = await answer.Content.ReadAsStringAsync();
            var required = AccessRules.Of(function).Role;

            Assert.True((answer.StatusCode == HttpStatusCode.Forbidden) == (role < required), $"{role} calls {function}, which is for {required}: {(int)answer.StatusCode} {body}");
            Assert.NotEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
            if (role < required)
            {
                Assert.Contains("ORC0492", body, StringComparison.Ordinal);
                Assert.Contains($"takes the role {required}", body, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Token_MissingOrBad_Is401AndSaysHow()
    {
        await using var door = await Door.OpenAsync();

        var missing = await door.SendAsync(HttpMethod.Get, "/api/clusters", token: null);
        var bad = await door.SendAsync(HttpMethod.Get, "/api/clusters", "nonsense");

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (missing.StatusCode, missing.Headers.WwwAuthenticate.ToString()));
        Assert.Contains("ORC0490", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer error=\"invalid_token\""), (bad.StatusCode, bad.Headers.WwwAuthenticate.ToString()));
        Assert.Contains("ORC0491", await bad.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_OfOneNamespace_SeesAndChangesNoOther()
    {
        await using var door = await Door.OpenAsync();
        var mine = door.Token(Role.Admin, "team-a");
        Assert.True((await door.ApplyAsync(Manifests.Sample(workers: 1), door.Token(Role.Admin))).IsSuccessStatusCode);

        Assert.Equal(HttpStatusCode.Forbidden, (await door.SendAsync(HttpMethod.Get, "/api/clusters/default/c1", mine)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await door.SendAsync(HttpMethod.Delete, "/api/clusters/default/c1", mine)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await door.SendAsync(HttpMethod.Get, "/api/operations/default.c1.1", mine)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await door.SendAsync(HttpMethod.Get, "/api/refusals", mine)).StatusCode);
        Assert.Equal("[]", await (await door.SendAsync(HttpMethod.Get, "/api/clusters", mine)).Content.ReadAsStringAsync());
        Assert.Empty((await (await door.SendAsync(HttpMethod.Get, "/api/history", mine)).Content.ReadFromJsonAsync<HistoryPage>(ContractJson.Options))!.Entries);
        var refused = await door.ApplyAsync(Manifests.Sample(workers: 2), mine);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("only in: team-a", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await door.SendAsync(HttpMethod.Get, "/api/clusters/default/c1", door.Token(Role.Reader, "default"))).StatusCode);
    }

    [Fact]
    public async Task Operator_AppliesWithKnownIdentities_AndBringsNone()
    {
        await using var door = await Door.OpenAsync();

        var refused = await door.ApplyAsync(Manifests.Sample(workers: 1), door.Token(Role.Operator));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("bring the identity", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await door.SendAsync(HttpMethod.Get, "/api/clusters/default/c1", door.Token(Role.Reader))).StatusCode);
        Assert.Contains("\"function\":\"Apply\"", await (await door.SendAsync(HttpMethod.Get, "/api/refusals", door.Token(Role.Admin))).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Accepted, (await door.ApplyAsync(Manifests.Sample(workers: 1), door.Token(Role.Admin))).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await door.ApplyAsync(Manifests.Sample(workers: 2), door.Token(Role.Operator))).StatusCode);
    }

    [Fact]
    public async Task Refusals_AreLoggedAndKept_WithWhoAndWhy()
    {
        await using var door = await Door.OpenAsync();
        await door.SendAsync(HttpMethod.Delete, "/api/clusters/default/c1?code=hush", door.Token(Role.Reader));
        await door.SendAsync(HttpMethod.Get, "/api/clusters", "nonsense");

        var entries = await (await door.SendAsync(HttpMethod.Get, "/api/refusals?since=1h", door.Token(Role.Admin))).Content.ReadFromJsonAsync<IReadOnlyList<RefusalEntry>>(ContractJson.Options);

        Assert.Equal(["ORC0492", "ORC0491"], entries!.OrderByDescending(static entry => entry.Code, StringComparer.Ordinal).Select(static entry => entry.Code));
        var entry = entries!.Single(static entry => entry.Code == "ORC0492");
        Assert.Equal(("DELETE", "/api/clusters/default/c1", "ada@example.com", CallerKind.Token, "DeleteCluster"), (entry.Method, entry.Path, entry.Origin.Caller.Name, entry.Origin.Caller.Kind, entry.Origin.Function));
        Assert.Contains(door.Harness.Log, line => line.Contains("Refused DeleteCluster", StringComparison.Ordinal) && line.Contains(entry.Id, StringComparison.Ordinal));
        Assert.DoesNotContain(door.Harness.Log, static line => line.Contains("hush", StringComparison.Ordinal) && line.Contains("Refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task History_OfATokensRequest_NamesItsCaller()
    {
        await using var door = await Door.OpenAsync();
        var answer = await door.ApplyAsync(Manifests.Sample(workers: 1), door.Token(Role.Admin));
        var operation = (await answer.Content.ReadFromJsonAsync<ApplyResult>(ContractJson.Options))!.Clusters.Single().OperationId;

        var page = await (await door.SendAsync(HttpMethod.Get, $"/api/clusters/default/c1/history?operation={operation}", door.Token(Role.Reader))).Content.ReadFromJsonAsync<HistoryPage>(ContractJson.Options);

        var caller = page!.Entries.Single().Origin!.Caller;
        Assert.Equal((CallerKind.Token, "ada@example.com", "0f8fad5b-d9cb-469f-a165-70867728950e"), (caller.Kind, caller.Name, caller.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_TooLong_Is413WhateverItsHeadersSay(bool saysLength)
    {
        await using var door = await Door.OpenAsync();
        var bytes = new byte[AccessMiddleware.LongestBody + 1];
        Array.Fill(bytes, (byte)'#');
        HttpContent content = saysLength ? new ByteArrayContent(bytes) : new StreamContent(new UnknownLength(bytes));

        var answer = await door.SendAsync(HttpMethod.Post, "/api/apply", door.Token(Role.Admin), content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("ORC0495", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_TooMany_Are429AndSayWhenThereIsRoom()
    {
        await using var door = await Door.OpenAsync(("Orchestrator__Access__RequestsPerMinute", "3"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await door.SendAsync(HttpMethod.Get, "/api/clusters", door.Token(Role.Reader))).StatusCode);
        }

        var refused = await door.SendAsync(HttpMethod.Get, "/api/clusters", door.Token(Role.Reader));

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(20)), (refused.StatusCode, refused.Headers.RetryAfter!.Delta));
        await door.Harness.RunForAsync(TimeSpan.FromSeconds(20));
        door.Harness.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(HttpStatusCode.OK, (await door.SendAsync(HttpMethod.Get, "/api/clusters", door.Token(Role.Reader))).StatusCode);
    }

    [Fact]
    public async Task Failure_OfOurOwn_TellsNothingOfTheInside()
    {
        await using var door = await Door.OpenAsync();
        Directory.CreateDirectory(Path.Combine(door.Folder, "state", "clusters", "default", "c1"));

        var answer = await door.SendAsync(HttpMethod.Get, "/api/clusters/default/c1", door.Token(Role.Reader));
        var body = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var id = $"{JsonNode.Parse(body)!["correlationId"]}";
        Assert.Equal(id, answer.Headers.GetValues("x-ms-request-id").Single());
        Assert.Contains(door.Harness.Log, line => line.Contains(id, StringComparison.Ordinal) && line.Contains("failed", StringComparison.Ordinal));
        foreach (var inside in new[] { "   at ", "Exception", door.Folder, "state/clusters" })
        {
            Assert.DoesNotContain(inside, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Answers_CarrySecurityHeaders()
    {
        await using var door = await Door.OpenAsync();
        foreach (var token in new[] { door.Token(Role.Reader), "nonsense" })
        {
            var headers = (await door.SendAsync(HttpMethod.Get, "/api/clusters", token)).Headers;
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("default-src 'none'; frame-ancestors 'none'", headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
            Assert.True(headers.CacheControl!.NoStore);
        }
    }

    /// <summary>Also what the host makes itself, by the app's own host.json.</summary>
    [Theory]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/runtime/webhooks/durabletask/instances", HttpStatusCode.Unauthorized)]
    [InlineData("/admin/host/status", HttpStatusCode.OK)]
    public async Task Answers_OfTheHost_CarryTheSameHeaders(string path, HttpStatusCode expected)
    {
        await using var door = await Door.OpenAsync();

        var answers = new[] { await door.SendAsync(HttpMethod.Get, path, token: null), await door.SendAsync(HttpMethod.Get, "/api/clusters", door.Token(Role.Reader)) };

        Assert.Equal(expected, answers[0].StatusCode);
        foreach (var name in new[] { "X-Content-Type-Options", "X-Frame-Options", "Content-Security-Policy", "Referrer-Policy", "Cache-Control" })
        {
            Assert.Equal(answers[1].Headers.GetValues(name), answers[0].Headers.GetValues(name));
        }
    }

    [Fact]
    public async Task Key_WithARule_IsAnOperatorOfItsNamespaceAndNothingElse()
    {
        var folder = Directory.CreateTempSubdirectory("orc-keys-").FullName;
        File.WriteAllText(Path.Combine(folder, "host-keys.json"), """{"masterKey":"master","systemKey":"system","hostKey":"pipeline","hostKeys":{"people":"people"}}""");
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { [$"Orchestrator__Access__Keys__{KeyRule.DigestOf("pipeline")}"] = "Operator default" };
        await using (var harness = await ClusterHarness.StartAsync(new HarnessOptions { DataFolder = folder, Settings = settings }))
        {
            async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpMethod method, string path, HttpContent? content = null)
            {
                var answer = await harness.SendAsync(method, path, content);
                return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
            }

            Assert.Equal((HttpStatusCode.OK, "[]"), await AskAsync(HttpMethod.Get, "/api/clusters"));
            Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(HttpMethod.Post, "/api/clusters/default/c1/retry")).Status);
            var elsewhere = await AskAsync(HttpMethod.Get, "/api/clusters/team-b/c1");
            Assert.Equal(HttpStatusCode.Forbidden, elsewhere.Status);
            Assert.Contains("only in: default", elsewhere.Body, StringComparison.Ordinal);
            var admins = await AskAsync(HttpMethod.Delete, "/api/clusters/default/c1?code=people");
            Assert.Equal(HttpStatusCode.Forbidden, admins.Status);
            Assert.Contains("takes the role Admin", admins.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("pipeline", admins.Body, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task NoIssuerConfigured_AKeyIsEnough_AndATokenIsNotAsked()
    {
        await using var harness = await ClusterHarness.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await harness.SendAsync(HttpMethod.Get, "/api/refusals")).StatusCode);
    }

    private static IEnumerable<(string Function, HttpMethod Method, string Path)> Functions() =>
        from type in typeof(AccessRules).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let trigger = method.GetParameters().Select(static parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(static trigger => trigger is not null)
        where trigger is not null
        let path = trigger.Route!.Replace("{namespace}", "default", StringComparison.Ordinal).Replace("{name}", "c1", StringComparison.Ordinal).Replace("{id}", "default.c1.1", StringComparison.Ordinal)
        select (function.Name, new HttpMethod(trigger.Methods?.FirstOrDefault()?.ToUpperInvariant() ?? "GET"), $"/api/{path}");

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
