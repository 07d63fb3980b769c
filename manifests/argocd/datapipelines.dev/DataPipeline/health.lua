-- What Argo CD thinks of a DataPipeline. Uses the base library only: Argo CD opens no other for checks of argocd-cm.
--
-- Degraded    nothing helps but a change by somebody (condition Stalled; its message says which)
-- Suspended   nothing is done until somebody says so (spec.suspend: All), or a change waits for an approval (ChangesHeld)
-- Progressing the operator or the provider is at work, also while it tries again after a failure
-- Healthy     everything that the spec asks for exists in AWS and works
local function health(status, message)
  return { status = status, message = message }
end

local status = obj.status or {}
local found = {}
for _, condition in ipairs(status.conditions or {}) do
  found[condition.type] = condition
end

local function isTrue(type)
  return found[type] ~= nil and found[type].status == "True"
end

-- While a pipeline is taken down, what the conditions say of its spec no longer counts.
if obj.metadata.deletionTimestamp ~= nil then
  local ready = found.Ready
  if ready ~= nil and ready.reason == "Deleting" then
    return health("Progressing", ready.message)
  end
  return health("Progressing", "is being deleted")
end

if found.Ready == nil then
  return health("Progressing", "the operator has not looked at it yet")
end
if status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "the operator has not looked at the last change yet")
end
if obj.spec.suspend == "All" and isTrue("Suspended") then
  return health("Suspended", found.Suspended.message)
end
if isTrue("Stalled") then
  return health("Degraded", found.Stalled.message)
end
if not isTrue("Ready") then
  return health("Progressing", found.Ready.message)
end
if isTrue("ChangesHeld") then
  return health("Suspended", found.ChangesHeld.message)
end
-- With suspended schedules or compute the spec is carried out all the same: an application waits for nothing.
if isTrue("Suspended") then
  return health("Healthy", found.Suspended.message)
end
return health("Healthy", found.Ready.message)
