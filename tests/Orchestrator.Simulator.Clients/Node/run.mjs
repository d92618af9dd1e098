// Prints one JSON line for each check: {"name", "ok", "detail"}.
import { all, application, clients, managedIdentity, scope, subscription } from "./azure.mjs";
import { group, scenarios } from "./scenarios.mjs";

const c = clients();

async function check(name, work) {
  try {
    const detail = await work();
    console.log(JSON.stringify({ name, ok: true, detail: detail ?? null }));
  } catch (e) {
    console.log(JSON.stringify({ name, ok: false, detail: `${e.code ?? e.name}: ${e.message}` }));
  }
}

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

async function refusal(work) {
  try {
    await work();
  } catch (e) {
    return e;
  }
  throw new Error("It was not refused.");
}

const made = [];
for (const [name, scenario] of Object.entries(scenarios)) {
  await check(`create ${name}`, async () => {
    const created = await scenario.create(c);
    made.push(name);
    expect(created.id && created.name, `The answer has no id and name: ${JSON.stringify(created)}`);
    expect((created.provisioningState ?? created.properties?.provisioningState ?? "Succeeded") === "Succeeded", `It is ${created.provisioningState}.`);
  });
  await check(`update ${name}`, async () => {
    await scenario.update(c);
    const read = await scenario.read(c);
    expect(read.tags?.changed === "yes" || read.routeTable, `The change is not there: ${JSON.stringify(read)}`);
  });
  await check(`list ${name}`, async () => {
    const read = await scenario.read(c);
    const listed = await all(scenario.list(c));
    expect(listed.some((item) => item.id.toLowerCase() === read.id.toLowerCase()), `It is not on the list of ${listed.length}.`);
  });
}

await check("graph counts what was made", async () => {
  const answer = await c.graph.resources({ subscriptions: [subscription], query: `Resources | where resourceGroup =~ '${group}' | project id, type, name` });
  expect(answer.data.some((row) => row.type === "microsoft.compute/virtualmachines"), JSON.stringify(answer.data));
});

await check("instances of the scale set are listed", async () => {
  const instances = await all(c.compute.virtualMachineScaleSetVMs.list(group, "pool"));
  expect(instances.length === 2, `${instances.length} instances`);
});

await check("a role is assigned", async () => {
  const identity = await c.identities.userAssignedIdentities.get(group, "id");
  const role = `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c`;
  const assignment = await c.authorization.roleAssignments.create(
    `/subscriptions/${subscription}/resourceGroups/${group}`, "88888888-8888-8888-8888-888888888888",
    { principalId: identity.principalId, principalType: "ServicePrincipal", roleDefinitionId: role });
  expect(assignment.principalId === identity.principalId, JSON.stringify(assignment));
});

await check("a wrong secret is refused", async () => {
  const e = await refusal(() => application("wrong").getToken(scope));
  expect(/7000215/.test(e.message), e.message);
});

await check("a managed identity reads", async () => {
  const groups = await all(clients(managedIdentity()).resources.resourceGroups.list());
  expect(groups.length > 0, "no groups");
});

await check("a subnet in use cannot be deleted", async () => {
  const e = await refusal(() => scenarios.subnet.remove(c));
  expect(e.code === "InUseSubnetCannotBeDeleted", `${e.code}: ${e.message}`);
});

for (const name of made.reverse()) {
  await check(`remove ${name}`, async () => {
    await scenarios[name].remove(c);
    const e = await refusal(() => scenarios[name].read(c));
    expect(e.statusCode === 404, `${e.statusCode} ${e.code}`);
  });
}
