package main

// Run lists every fault of every input on standard output: they are what was
// asked for. Inputs that cannot be read are complained about.
func (c *validateCmd) Run(a *app) error {
	inputs, err := a.expand(c.Positions)
	if err != nil {
		return err
	}
	faulty := 0
	for _, input := range inputs {
		_, _, lines := a.decode(input)
		if len(lines) > 0 {
			faulty++
		}
		for _, line := range lines {
			a.say(line)
		}
	}
	if faulty > 0 {
		a.say(a.ofn("%d 个职位，%d 个有错", "positions: %d, at fault: %d", len(inputs), faulty))
		return errInput
	}
	a.say(a.ofn("%d 个职位，没有错误", "positions: %d, no faults", len(inputs)))
	return nil
}
